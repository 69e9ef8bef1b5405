import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { toVtt } from '@mobilise/contracts/captions/write-captions';
import type { Crop } from '@mobilise/contracts/media';
import type { VideoContent } from '@mobilise/contracts/recordings';
import { MediaError } from '@mobilise/media-processing/errors';
import { fitBytes } from '@mobilise/media-processing/image';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { renderVideo } from '@mobilise/media-processing/render-video';
import {
  type FilmOptions,
  type FilmShape,
  smallSide,
  type VideoPurpose,
  videoRenditions,
} from '@mobilise/media-processing/video';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import type { MakingFiles, Revision } from './make-files.ts';
import { openFilm, wantedOf } from './make-video.ts';
import type { WantedFile } from './revision-shelf.ts';
import { isSame, specOf, type Wanted } from './shelf.ts';

/** Bounds of a picture that stands before a film, and of the small one of its still that stands in lists. */
const posterBudget = { maxBytes: 1_000_000, maxWidth: 1920, maxHeight: 1920, format: 'jpeg' } as const;
const smallBudget = { maxBytes: 200_000, maxWidth: 800, maxHeight: 800, format: 'jpeg' } as const;

/** By which crop of the upload each shape is cut. */
const cropNames = {
  'film-landscape': 'landscape',
  'film-square': 'square',
  'film-tall': 'tall',
} as const satisfies Record<FilmShape, string>;

interface Source {
  id: string;
  sha256: string;
  width: number | null;
  height: number | null;
  focalPoint: { x: number; y: number } | null;
  crops: Record<string, Crop>;
}

interface WantedFilm extends WantedFile {
  /** What it is made as. */
  made: VideoPurpose;
}

/**
 * A video as it goes out: the film cut to its part, as it is and in the shapes that platforms show; its poster; its captions. A film
 * that is not cut is the one that its upload has.
 */
export async function makeVideoFiles(making: MakingFiles): Promise<void> {
  const { publisher, revision, shelf } = making;
  const content = revision.content as VideoContent;
  const source = await sourceOf(publisher, revision, content.video?.assetId);
  if (!source) throw new MediaError('media_missing', 'The film of this video is gone. Choose another.');
  const poster = await sourceOf(publisher, revision, content.poster?.assetId);

  await using work = await openWorkFolder('film');
  if (content.captions?.cues.length) await keepCaptions(making, toVtt(content.captions.cues), work.path);
  if (poster) await keepPoster(making, poster.sha256, posterBudget, work.path);
  const wanted = filmsOf(source, content, poster === null);
  const missing: WantedFilm[] = [];
  for (const file of wanted) if (!(await shelf.has(file))) missing.push(file);
  if (missing.length > 0) await makeFilms(making, source, content, missing, work.path);
  for (const { purpose, recipe } of wanted) if (purpose === 'poster') await keepSmallStill(making, recipe, work.path);
}

async function sourceOf({ sql }: MakingFiles['publisher'], revision: Revision, id?: string): Promise<Source | null> {
  if (!id) return null;
  const [source] = await sql<Source[]>`
    select id, sha256, width, height, focal_point as "focalPoint", crops from assets
    where workspace_id = ${revision.workspaceId} and id = ${id}`;
  return source ?? null;
}

/** What is drawn into the films of a shape: captions where platforms play without sound. A revision from before has no word on it. */
function cuesIn(made: VideoPurpose, { burnIn, captions }: VideoContent): readonly Cue[] {
  return burnIn && (made === 'film-square' || made === 'film-tall') ? (captions?.cues ?? []) : [];
}

/** The films of a video, and a still of it where no picture was chosen. Each recipe holds what decides its bytes, and nothing else. */
function filmsOf({ sha256, width, height, ...source }: Source, content: VideoContent, still: boolean): WantedFilm[] {
  const { video, posterAt } = content;
  const decides = [pipelines.video, sha256, video?.trim ?? null];
  const shaped = (purpose: FilmShape): WantedFilm => {
    const cues = cuesIn(purpose, content);
    const crop = [purpose, source.focalPoint, source.crops[cropNames[purpose]] ?? null];
    return {
      ...{ purpose, made: purpose, format: 'mp4' },
      recipe: specOf(...decides, ...crop, ...(cues.length > 0 ? [cues] : [])),
    };
  };
  const poster = specOf(...decides, 'poster', ...(posterAt == null ? [] : [posterAt]));
  return [
    ...(still ? [{ purpose: 'poster', made: 'poster', format: 'jpeg', recipe: poster } as const] : []),
    { purpose: 'film', made: 'film', format: 'mp4', recipe: specOf(...decides, 'film') },
    // Pages choose among films by their width.
    ...(Math.max(width ?? 0, height ?? 0) > smallSide
      ? [{ purpose: 'film', made: 'film-small', format: 'mp4', recipe: specOf(...decides, 'film-small') } as const]
      : []),
    shaped('film-square'),
    shaped('film-tall'),
    ...((width ?? 1) > (height ?? 0) ? [] : [shaped('film-landscape')]),
  ];
}

async function makeFilms(
  { publisher, shelf, signal, tell }: MakingFiles,
  source: Source,
  content: VideoContent,
  missing: readonly WantedFilm[],
  work: string,
): Promise<void> {
  const { sql, storage } = publisher;
  const ffmpeg = await publisher.ffmpeg();
  const film = await openFilm(ffmpeg, await storage.path(source.sha256), signal);
  const trim = content.video?.trim ?? null;
  const crops: FilmOptions['crops'] = {};
  for (const [shape, name] of Object.entries(cropNames)) {
    const crop = source.crops[name];
    if (crop) crops[shape as FilmShape] = crop;
  }
  const made = await sql<(Wanted & { sha256: string; width: number; height: number; duration: number | null })[]>`
    select purpose, format, spec, sha256, width, height, duration from renditions where asset_id = ${source.id}`;
  const fileOf = ({ purpose }: { purpose: VideoPurpose }) => {
    const file = missing.find(({ made }) => made === purpose);
    if (!file) throw new Error(`Nobody asked for ${purpose}`);
    return file;
  };
  const left: ReturnType<typeof videoRenditions> = [];
  const cues = content.captions?.cues ?? [];
  const options = { trim, crops, focalPoint: source.focalPoint, posterAt: content.posterAt ?? null };
  const wantedFilms = missing.flatMap(({ made }) =>
    videoRenditions(film, [made], { ...options, captioned: cuesIn(made, content).length > 0 }),
  );
  for (const one of wantedFilms) {
    const wanted = wantedOf(one);
    const same = made.find((file) => isSame(file, wanted));
    if (same && (await storage.has(same.sha256))) await shelf.keep(fileOf(one), await storage.path(same.sha256), same);
    else left.push(one);
  }
  await renderVideo(
    ffmpeg,
    film,
    left,
    work,
    ({ rendition, path, duration }) => {
      const { width, height } = rendition;
      return shelf.keep(fileOf(rendition), path, { width, height, duration });
    },
    { signal, cues, onProgress: (share) => tell('Encoding the film', share) },
  );
}

async function keepSmallStill(making: MakingFiles, recipe: string, work: string): Promise<void> {
  const { publisher, revision } = making;
  const [still] = await publisher.sql<{ sha256: string }[]>`
    select sha256 from revision_files
    where revision_id = ${revision.id} and recipe = ${recipe} and greatest(width, height) > ${smallBudget.maxWidth}`;
  if (still) await keepPoster(making, still.sha256, smallBudget, work);
}

async function keepPoster(
  { publisher, shelf }: MakingFiles,
  sha256: string,
  budget: typeof posterBudget | typeof smallBudget,
  work: string,
): Promise<void> {
  const wanted = { purpose: 'poster', format: 'jpeg', recipe: specOf('poster', sha256, budget) };
  if (await shelf.has(wanted)) return;
  const { data, width, height } = await fitBytes(await publisher.storage.path(sha256), budget);
  const path = join(work, 'poster.jpeg');
  await writeFile(path, data);
  await shelf.keep(wanted, path, { width, height });
}

async function keepCaptions({ shelf }: MakingFiles, vtt: string, work: string): Promise<void> {
  const wanted = { purpose: 'captions', format: 'vtt', recipe: specOf('captions', vtt) };
  if (await shelf.has(wanted)) return;
  const path = join(work, 'captions.vtt');
  await writeFile(path, vtt);
  await shelf.keep(wanted, path, {});
}
