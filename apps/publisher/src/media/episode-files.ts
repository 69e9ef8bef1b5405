import { join } from 'node:path';
import { chaptersBehind } from '@mobilise/contracts/chapters/edit-chapters';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { type AudioFile, renderAudio } from '@mobilise/media-processing/audio';
import type { AudioFormat, AudioPart } from '@mobilise/media-processing/audio-recipe';
import { MediaError } from '@mobilise/media-processing/errors';
import { type Tagging, tagAudio } from '@mobilise/media-processing/id3-tags';
import { type AcceptedMime, formatOf } from '@mobilise/media-processing/kinds';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { coverOf } from './cover.ts';
import type { MakingFiles, Revision } from './make-files.ts';
import { lengthOf } from './recording-length.ts';
import { specOf } from './shelf.ts';

const formats = ['mp3', 'm4a'] as const;

interface Recording {
  id: string;
  sha256: string;
  mime: AcceptedMime;
  duration: number | null;
}

/**
 * An episode as it goes out: cut, between intro and outro, levelled, and tagged, as MP3 and M4A. Where the sound is as it was for
 * another revision, only the tags around it are written anew.
 */
export async function makeEpisodeFiles({ publisher, revision, shelf, signal, tell }: MakingFiles): Promise<void> {
  const { storage } = publisher;
  const content = revision.content as EpisodeContent;
  const parts = await partsOf(publisher, revision, content);
  const cover = await coverOf(publisher, content.artwork?.assetId ?? revision.show?.artworkId ?? null);
  const sound = specOf(
    pipelines.audio,
    [parts.intro, parts.programme, parts.outro].map((part) => part?.sha256 ?? null),
    content.audio?.trim ?? null,
  );
  const leadIn = parts.intro ? await lengthOf(publisher, parts.intro, signal) : 0;
  const tagging = taggingOf(revision, content, leadIn);
  const files = formats.map((format) => ({
    ...{ purpose: 'episode', format },
    recipe: `${sound}:${specOf(format, tagging, cover?.sha256 ?? null)}`,
  }));
  const missing: typeof files = [];
  for (const file of files) if (!(await shelf.has(file))) missing.push(file);
  if (missing.length === 0) return;

  const ffmpeg = await publisher.ffmpeg();
  await using folder = await openWorkFolder('episode');
  const found = await Promise.all(missing.map((file) => shelf.alike(file)));
  const mix: { duration: number; paths: Partial<Record<AudioFormat, string>> } = { duration: 0, paths: {} };
  for (const [index, { format }] of missing.entries()) {
    const same = found[index];
    if (same) mix.paths[format] = await storage.path(same.sha256);
    mix.duration = same?.duration ?? mix.duration;
  }
  const silent = missing.map(({ format }) => format).filter((format) => !mix.paths[format]);
  if (silent.length > 0) {
    const to = Object.fromEntries(silent.map((format) => [format, join(folder.path, `mix.${format}`)]));
    const onProgress = (share: number) => tell('Mixing the episode', share * 0.95);
    const made = await renderAudio(ffmpeg, await recipeOf(publisher, parts, content, silent), to, {
      signal,
      onProgress,
    });
    for (const { format, path } of made.files as AudioFile[]) mix.paths[format] = path;
    mix.duration = made.duration;
  }
  for (const file of missing) {
    const [from, to] = [mix.paths[file.format] ?? '', join(folder.path, `episode.${file.format}`)];
    tell('Writing the tags', 0.97);
    const whole = { ...tagging, duration: mix.duration };
    const picture = cover && { cover: { path: await storage.path(cover.sha256), mime: 'image/jpeg' as const } };
    await tagAudio(ffmpeg, { from, to, format: file.format }, { ...whole, ...picture }, signal);
    await shelf.keep(file, to, { duration: mix.duration });
  }
}

interface Parts {
  intro: Recording | null;
  programme: Recording;
  outro: Recording | null;
}

async function partsOf({ sql }: MakingFiles['publisher'], revision: Revision, content: EpisodeContent): Promise<Parts> {
  const ids = [content.intro, content.audio, content.outro].map((part) => part?.assetId ?? null);
  const rows = await sql<Recording[]>`
    select id, sha256, mime, duration from assets
    where workspace_id = ${revision.workspaceId} and id = any(${ids.filter((id) => id !== null)}::uuid[])`;
  const [intro, programme, outro] = ids.map((id) => rows.find((row) => row.id === id) ?? null);
  if (!programme) throw new MediaError('media_missing', 'The recording of this episode is gone. Choose another.');
  return { intro: intro ?? null, programme, outro: outro ?? null };
}

async function recipeOf(
  { storage }: MakingFiles['publisher'],
  { intro, programme, outro }: Parts,
  { audio }: EpisodeContent,
  formats: AudioFormat[],
) {
  const part = async ({ sha256, mime }: Recording): Promise<AudioPart> => {
    const format = formatOf(mime);
    if (!format)
      throw new MediaError('media_type_unsupported', 'A recording of this episode is no sound. Choose another.');
    return { path: await storage.path(sha256), format };
  };
  return {
    programme: { ...(await part(programme)), ...audio?.trim },
    ...(intro && { intro: await part(intro) }),
    ...(outro && { outro: await part(outro) }),
    formats,
  };
}

/** Times of chapters count in the recording as it was cut; what is played before it moves them. */
function taggingOf(revision: Revision, content: EpisodeContent, before: number): Omit<Tagging, 'duration' | 'cover'> {
  const { title, show, date } = revision;
  return {
    tags: {
      title,
      ...(show && { album: show.title, artist: show.author }),
      ...(content.number !== null && { track: content.number }),
      date,
      genre: 'Podcast',
    },
    chapters: chaptersBehind(before, content.chapters)
      .filter(({ hidden }) => !hidden)
      .map(({ start, title }) => ({ start, title })),
  };
}
