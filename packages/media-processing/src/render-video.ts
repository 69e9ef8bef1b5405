import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { renderAudio } from './audio.ts';
import { filmCards, moments, writeCards } from './caption-cards.ts';
import { MediaError } from './errors.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import { corrupt } from './ffmpeg-failure.ts';
import { patience } from './patience.ts';
import { loadSharp } from './sharp.ts';
import type { Film, FilmRendition, PosterRendition } from './video.ts';
import { filmJob, type Overlay, posterJob } from './video-job.ts';

/** A file that was made, in the work folder until `take` has taken it. */
export interface MadeVideo {
  rendition: FilmRendition | PosterRendition;
  path: string;
  bytes: number;
  /** Milliseconds; null for a still. */
  duration: number | null;
}

/**
 * Makes files from a film, one after another, and gives each to `take`. The sound is levelled once for all of them.
 *
 * @param work a folder for what is made on the way; it is left as it was
 * @param cues what is burnt into films that are `captioned`; times count from where the film was trimmed to
 * @param sound where its levelled sound is already, as AAC in an m4a of the same part; null where it is known to have no loudness
 * @throws MediaError as `Ffmpeg.run`; the reason of `signal`; what `take` throws
 */
export async function renderVideo(
  ffmpeg: Ffmpeg,
  film: Film,
  renditions: readonly (FilmRendition | PosterRendition)[],
  work: string,
  take: (made: MadeVideo) => Promise<void>,
  { cues = [], sound: ready, signal, onProgress }: RunOptions & { cues?: readonly Cue[]; sound?: string | null } = {},
): Promise<void> {
  const costs = renditions.map(costOf);
  const levelled =
    ready === undefined && renditions.find((made) => made.purpose !== 'poster' && made.sound === 'levelled');
  const listening = levelled ? 1 : 0;
  const total = listening + costs.reduce((sum, cost) => sum + cost, 0);
  let done = 0;
  const step = (cost: number): RunOptions => {
    const before = done;
    done += cost;
    return { ...(signal && { signal }), onProgress: (share) => onProgress?.((before + share * cost) / total) };
  };

  const temporary: string[] = [];
  const inWork = (name: string) => {
    const path = join(work, name);
    temporary.push(path);
    return path;
  };
  try {
    const sound = levelled
      ? await levelledSound(ffmpeg, film, levelled.span, inWork('sound.m4a'), step(listening))
      : (ready ?? undefined);
    for (const [index, rendition] of renditions.entries()) {
      const path = inWork(`${rendition.purpose}.${rendition.format}`);
      const options = step(costs[index] ?? 0);
      if (rendition.purpose === 'poster')
        await takePoster(ffmpeg, film, rendition, { still: inWork('still.png'), path }, options);
      else {
        const cards = rendition.captioned
          ? await drawCards(inWork(`${rendition.purpose}.cards`), rendition, cues, signal)
          : undefined;
        const { toneMapping } = ffmpeg.capabilities;
        const heard = rendition.sound === 'levelled' ? sound : undefined;
        const job = filmJob(film, rendition, path, { sound: heard, cards, toneMapping });
        await ffmpeg.run({ ...job, ...patience(ffmpeg, job.seconds, film.video) }, options);
      }
      const { bytes, duration } = { bytes: (await stat(path)).size, duration: lengthOf(rendition) };
      await take({ rendition, path, bytes, duration });
      await rm(path, { force: true });
    }
    onProgress?.(1);
  } finally {
    for (const path of temporary) await rm(path, { force: true });
  }
}

/** Roughly how long each takes, a levelled sound being 1. */
function costOf(made: FilmRendition | PosterRendition): number {
  if (made.purpose === 'poster') return 0.1;
  return made.copy ? 0.2 : 1 + (made.width * made.height) / 250_000;
}

const lengthOf = (made: FilmRendition | PosterRendition) =>
  made.purpose === 'poster' ? null : made.span.end - made.span.start;

/** Nothing for sound that has no loudness: a film may well be silent, and then goes out as it is. */
async function levelledSound(
  ffmpeg: Ffmpeg,
  { path, format }: Film,
  span: { start: number; end: number },
  to: string,
  options: RunOptions,
): Promise<string | undefined> {
  try {
    await renderAudio(ffmpeg, { programme: { path, format, ...span }, formats: ['m4a'] }, { m4a: to }, options);
    return to;
  } catch (error) {
    if (error instanceof MediaError && error.code === 'media_silent') return undefined;
    throw error;
  }
}

async function drawCards(
  path: string,
  frame: FilmRendition,
  cues: readonly Cue[],
  signal: AbortSignal | undefined,
): Promise<Overlay | undefined> {
  const texts = moments(cues, { start: 0, end: frame.span.end - frame.span.start });
  if (!texts.some(({ text }) => text)) return undefined;
  const { left, top, ...style } = filmCards(frame);
  await writeCards(path, texts, style, signal ? { signal } : {});
  return { path, left, top };
}

/** As pictures that are shown as they are. */
const posterQuality = 82;

/** A film that ends sooner than it says may have nothing where the poster is looked for; its beginning it has. */
async function takePoster(
  ffmpeg: Ffmpeg,
  film: Film,
  rendition: PosterRendition,
  { still, path }: { still: string; path: string },
  options: RunOptions,
): Promise<void> {
  const sharp = await loadSharp();
  for (const made of [rendition, { ...rendition, at: rendition.span.start }]) {
    const job = posterJob(film, made, still, ffmpeg.capabilities.toneMapping);
    await ffmpeg.run({ ...job, ...patience(ffmpeg, job.seconds, film.video) }, options);
    if ((await stat(still)).size === 0) continue;
    await sharp(still).jpeg({ quality: posterQuality, progressive: true }).toFile(path);
    return;
  }
  throw corrupt('No frame could be taken');
}
