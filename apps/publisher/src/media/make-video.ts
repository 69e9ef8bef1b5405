import { join } from 'node:path';
import type { MediaFacts } from '@mobilise/contracts/media';
import { renderAudio } from '@mobilise/media-processing/audio';
import { noticingDamage } from '@mobilise/media-processing/damage';
import { MediaError } from '@mobilise/media-processing/errors';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { renderImage, thumbhash } from '@mobilise/media-processing/image';
import { openImage } from '@mobilise/media-processing/inspect';
import { inspectMedia } from '@mobilise/media-processing/inspect-media';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { type MadeVideo, renderVideo } from '@mobilise/media-processing/render-video';
import { renditionsFor } from '@mobilise/media-processing/renditions';
import { type Film, videoRenditions } from '@mobilise/media-processing/video';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { type Found, foundBefore } from './asset.ts';
import type { Making } from './render.ts';
import { type Shelf, specOf, type Wanted } from './shelf.ts';

/** Where the work on films begins, as a share of all of it: before it are a still and the sound. */
const filmsFrom = 0.25;

const peaks = { purpose: 'peaks', format: 'json', spec: specOf(pipelines.audio, 'peaks') };

interface Filming extends Making {
  ffmpeg: Ffmpeg;
  film: Film;
  /** A folder for what is made on the way. */
  work: string;
}

/** What was heard in a film: where its levelled sound is, or null where it has no loudness. */
interface Heard {
  sound: string | null;
  facts: MediaFacts;
  warnings: string[];
}

/**
 * Makes what is watched of a film, a still of it first: it is what people look at while the rest is made. Its sound is listened to
 * once, for its waveform, its faults and all of its films.
 */
export async function makeVideo(making: Making): Promise<Found> {
  const { publisher, asset, shelf, signal, tell } = making;
  const { ffmpeg, isDamaged } = noticingDamage(await publisher.ffmpeg());
  const film = await openFilm(ffmpeg, await publisher.storage.path(asset.sha256), signal);
  const { video, audio, duration } = film;
  const known = await foundBefore(publisher, asset);
  await using work = await openWorkFolder('film');
  const filming = { ...making, ffmpeg, film, work: work.path };
  const still = await makeStills(filming);
  const missing = await lacking(shelf, videoRenditions(film, ['preview', 'film']));
  const drawn = await shelf.has(peaks);
  const silent = !audio || (known !== null && known.facts.loudness === undefined);
  const heard = !silent && (!known || !drawn || missing.length > 0) ? await listen(filming, drawn) : null;
  await renderVideo(ffmpeg, film, missing, work.path, keepOn(shelf), {
    ...{ signal, sound: heard?.sound ?? null },
    onProgress: (share) => tell('Encoding the film', filmsFrom + share * (1 - filmsFrom)),
  });
  const { width, height, codec, fps } = video;
  const warnings = (heard?.warnings ?? known?.warnings ?? []).filter((warning) => warning !== damagedFilm);
  return {
    ...{ width, height, duration, thumbhash: still },
    facts: { ...known?.facts, ...audio, codec, fps, sound: audio !== undefined, ...heard?.facts },
    warnings: isDamaged() || known?.warnings?.includes(damagedFilm) ? [damagedFilm, ...warnings] : warnings,
  };
}

/** Reads what there is to know of an uploaded film. Errors as those of `inspectMedia`. */
export async function openFilm(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<Film> {
  const { video, format, bytes, duration, audio } = await inspectMedia(ffmpeg, path, undefined, { signal });
  if (!video)
    throw new MediaError('media_type_unsupported', 'There are no moving pictures in this file. Upload it as sound.');
  return { path, format, bytes, duration, video, audio };
}

type VideoRendition = MadeVideo['rendition'];

/** A rendition as renditions are kept. Sound that is levelled is made by the pipeline of sound. */
export function wantedOf(made: VideoRendition): Wanted {
  const levelled = made.purpose !== 'poster' && made.sound === 'levelled';
  return {
    purpose: made.purpose,
    format: made.format,
    spec: levelled ? specOf(made.spec, pipelines.audio) : made.spec,
  };
}

async function lacking(shelf: Shelf, all: readonly VideoRendition[]): Promise<VideoRendition[]> {
  const missing: VideoRendition[] = [];
  for (const one of all) if (!(await shelf.has(wantedOf(one)))) missing.push(one);
  return missing;
}

const keepOn =
  (shelf: Shelf) =>
  ({ rendition, path, duration }: MadeVideo) =>
    shelf.keep(wantedOf(rendition), path, { width: rendition.width, height: rendition.height, duration });

/** The poster, and the thumbnail from it. Answers its thumbhash. */
async function makeStills({
  publisher,
  asset,
  shelf,
  ffmpeg,
  film,
  work,
  signal,
  tell,
  show,
}: Filming): Promise<string> {
  tell('Choosing a frame', 0);
  const posters = videoRenditions(film, ['poster']);
  await renderVideo(ffmpeg, film, await lacking(shelf, posters), work, keepOn(shelf), { signal });
  const specs = posters.map(({ spec }) => spec);
  const [poster] = await publisher.sql<{ sha256: string }[]>`
    select sha256 from renditions where asset_id = ${asset.id} and purpose = 'poster' and spec = any(${specs})`;
  if (!poster) throw new Error('The poster went while it was used');
  const image = await openImage(await publisher.storage.path(poster.sha256));
  const { focalPoint, crops } = asset;
  for (const thumb of renditionsFor(image.facts, { focalPoint, crops })) {
    const wanted = { purpose: thumb.purpose, format: thumb.format, spec: specOf(...specs, thumb.spec) };
    if (thumb.purpose !== 'thumb' || (await shelf.has(wanted))) continue;
    await renderImage(image, [thumb], ({ data, width, height }) => shelf.keep(wanted, data, { width, height }), {
      signal,
    });
    await show();
  }
  return thumbhash(image);
}

/** Levels its sound, and draws its waveform unless that is there. */
async function listen({ shelf, ffmpeg, film, work, signal, tell }: Filming, drawn: boolean): Promise<Heard> {
  const sound = join(work, 'levelled.m4a');
  try {
    const { path, format } = film;
    const made = await renderAudio(
      ffmpeg,
      { programme: { path, format }, formats: ['m4a'] },
      { m4a: sound },
      { signal, onProgress: (share) => tell('Levelling the sound', share * filmsFrom) },
    );
    const { waveform, duration, original, warnings } = made;
    if (!drawn) await shelf.keep(peaks, Buffer.from(JSON.stringify(waveform)), { width: 0, height: 0, duration });
    return { sound, facts: { loudness: original.loudness, truePeak: original.truePeak }, warnings };
  } catch (error) {
    if (!(error instanceof MediaError && error.code === 'media_silent')) throw error;
    return { sound: null, facts: {}, warnings: [silentFilm] };
  }
}

const damagedFilm =
  'Parts of this film could not be read: the file is damaged. Watch it before you use it, or export it again from the original.';
const silentFilm =
  'Nothing is to be heard in this film. If that was not meant, check the microphone and the export, and upload it again.';
