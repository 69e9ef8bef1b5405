import { createHash } from 'node:crypto';
import { type Crop, type FocalPoint, filmRegion, type Region, type Size, sizeWithin } from '@mobilise/contracts/crops';
import type { InputFormat } from './ffmpeg-job.ts';
import type { AudioStream, VideoStream } from './probed.ts';

/** An uploaded film: what inspect-media.ts found out, and where it is. */
export interface Film {
  path: string;
  format: InputFormat;
  bytes: number;
  /** Milliseconds. */
  duration: number;
  video: VideoStream;
  /** The first of its sound; films may have none. */
  audio?: AudioStream | undefined;
}

/** `film` and `film-small`, for telephones, keep the shape of the original; the others are 16:9, 1:1 and 9:16. */
export const filmShapes = {
  'film-landscape': { width: 1920, height: 1080 },
  'film-square': { width: 1080, height: 1080 },
  'film-tall': { width: 1080, height: 1920 },
} as const satisfies Record<string, Size>;
export type FilmShape = keyof typeof filmShapes;
export type VideoPurpose = 'poster' | 'preview' | 'film' | 'film-small' | FilmShape;

/** How the original comes into the frame. `blur` fills what is left with the picture itself, large, dark and out of focus. */
export type FilmPlacement =
  | { how: 'scale' }
  | { how: 'crop'; region: Region }
  | { how: 'pad'; inner: Size; ground: 'blur' | 'black' };

interface Encoding {
  /** x264's constant rate factor, and the most bits a second that it may spend. */
  crf: number;
  maxrate: number;
  preset: 'veryfast' | 'faster';
}

/** A film to make. `width` × `height` pixels exactly, both even. */
export interface FilmRendition extends Size {
  purpose: Exclude<VideoPurpose, 'poster'>;
  format: 'mp4';
  placement: FilmPlacement;
  encoding: Encoding;
  /** Frames a second, as ffmpeg writes it. */
  rate: string;
  /** Milliseconds of the original. */
  span: { start: number; end: number };
  /** `levelled`: as loud as a podcast; `plain`: as it is. */
  sound: 'levelled' | 'plain' | 'none';
  /** The pictures are good as they are, and are not encoded again. */
  copy: boolean;
  captioned: boolean;
  spec: string;
}

/** A still of the film: at a time in milliseconds, or the frame that is most like its neighbours. */
export interface PosterRendition extends Size {
  purpose: 'poster';
  format: 'jpeg';
  at: number | 'chosen';
  span: { start: number; end: number };
  spec: string;
}

export interface FilmOptions {
  /** The part of the original that is wanted, in milliseconds. */
  trim?: { start: number; end: number } | null;
  focalPoint?: FocalPoint | null;
  /** Made by hand, by the purpose; stronger than the focal point. */
  crops?: Partial<Record<FilmShape, Crop>> | null;
  /** What fills a frame of another shape; the blurred picture unless told. */
  ground?: 'blur' | 'black';
  /** Burns captions in. What they say is no part of `spec`: whoever keeps the file adds it. */
  captioned?: boolean;
  /** Milliseconds of the original at which the poster is taken. */
  posterAt?: number | null;
}

/** Raised whenever the same specification comes to give other bytes: everything is then made again. */
const pipeline = 1;

/** Longest side in pixels, and what it may cost. Measured: `veryfast` takes 36 % of the CPU of x264's default, for 9 % more bytes. */
const encodings = {
  preview: { side: 640, crf: 28, maxrate: 800_000, preset: 'veryfast' },
  small: { side: 960, crf: 25, maxrate: 1_500_000, preset: 'veryfast' },
  film: { side: 1920, crf: 23, maxrate: 6_000_000, preset: 'veryfast' },
} as const;

/** Frames a second that films are made in. Everything else, and everything uneven beyond repair, becomes 30. */
const rates = ['24000/1001', '24', '25', '30000/1001', '30', '48', '50', '60000/1001', '60'] as const;

/** Bits a second of the richest film that goes out as it is; cameras write ten times as much. */
export const copiedRate = 10_000_000;

/** Longest side of a small film, in pixels: what is no larger needs none. */
export const smallSide = encodings.small.side;

/** What to make of a film for certain purposes. Nothing is ever enlarged, but that both sides become even. */
export function videoRenditions(
  film: Film,
  purposes: readonly VideoPurpose[],
  options: FilmOptions = {},
): (FilmRendition | PosterRendition)[] {
  return purposes.map((purpose) => (purpose === 'poster' ? poster(film, options) : rendition(film, purpose, options)));
}

function poster(film: Film, options: FilmOptions): PosterRendition {
  const span = spanOf(film, options);
  const at = options.posterAt ?? 'chosen';
  const { side } = encodings.film;
  const size = evenly(sizeWithin(film.video, { width: side, height: side }));
  const made = { purpose: 'poster', format: 'jpeg', ...size, at, span } as const;
  return { ...made, spec: specOf([made.purpose, size.width, size.height, at, span.start, span.end]) };
}

function rendition(film: Film, purpose: FilmRendition['purpose'], options: FilmOptions): FilmRendition {
  const { side, ...encoding } =
    encodings[purpose === 'preview' ? purpose : purpose === 'film-small' ? 'small' : 'film'];
  const box = { width: side, height: side };
  const frame: Size & { placement: FilmPlacement } =
    purpose === 'preview' || purpose === 'film' || purpose === 'film-small'
      ? { ...evenly(sizeWithin(film.video, box)), placement: { how: 'scale' } }
      : framed(film.video, purpose, options);
  const { captioned = false } = options;
  const sound = !film.audio ? 'none' : purpose === 'preview' ? 'plain' : 'levelled';
  const made: Omit<FilmRendition, 'spec'> = {
    ...{ purpose, ...frame, encoding, rate: rateOf(film.video.fps), span: spanOf(film, options), sound, captioned },
    format: 'mp4',
    copy: purpose === 'film' && !options.trim && !captioned && isGood(film),
  };
  const { rate, span, copy } = made;
  const decides = [purpose, frame.width, frame.height, ...placed(frame.placement), encoding.crf, encoding.maxrate];
  return { ...made, spec: specOf([...decides, encoding.preset, rate, span.start, span.end, sound, captioned, copy]) };
}

function spanOf({ duration }: Film, { trim }: FilmOptions): { start: number; end: number } {
  return { start: trim?.start ?? 0, end: Math.min(trim?.end ?? duration, duration) };
}

/** The nearest usual rate: that of the film halved until it is at most 60, give or take two in a hundred. */
export function rateOf(fps: number): string {
  let wanted = fps;
  while (wanted > 61) wanted /= 2;
  const [nearest] = rates.toSorted(
    (one, other) => Math.abs(perSecond(one) - wanted) - Math.abs(perSecond(other) - wanted),
  );
  return nearest && Math.abs(perSecond(nearest) - wanted) <= wanted * 0.02 ? nearest : '30';
}

/** `30000/1001` → 29.97. */
export function perSecond(rate: string): number {
  const [over = 0, under = 1] = rate.split('/').map(Number);
  return over / under;
}

/** Whether every player and platform takes its pictures as they are. */
function isGood({ video, bytes, duration }: Film): boolean {
  const { side } = encodings.film;
  const plain =
    video.codec === 'h264' && video.pixelFormat === 'yuv420p' && video.square && !video.interlaced && !video.hdr;
  const upright = video.rotation === 0 && video.width % 2 === 0 && video.height % 2 === 0;
  const even = video.steady && video.fps >= 10 && video.fps <= 61;
  const small = Math.max(video.width, video.height) <= side && bytes * 8 <= (duration / 1000) * copiedRate;
  return plain && upright && even && small;
}

function framed(image: Size, shape: FilmShape, options: FilmOptions): Size & { placement: FilmPlacement } {
  const box = filmShapes[shape];
  const region = filmRegion(image, box, { crop: options.crops?.[shape], focalPoint: options.focalPoint });
  if (region) {
    const size = evenly({ width: Math.min(box.width, region.width), height: Math.min(box.height, region.height) });
    return { ...size, placement: { how: 'crop', region } };
  }
  // The smallest frame of this shape around the whole picture.
  const around = Math.min(1, Math.max(image.width / box.width, image.height / box.height));
  const frame = evenly({ width: box.width * around, height: box.height * around });
  const inner = evenly(sizeWithin(image, frame));
  return { ...frame, placement: { how: 'pad', inner, ground: options.ground ?? 'blur' } };
}

/** H.264 as everybody plays it has colours for two by two pixels. */
function evenly({ width, height }: Size): Size {
  return { width: Math.max(2, 2 * Math.round(width / 2)), height: Math.max(2, 2 * Math.round(height / 2)) };
}

function placed(placement: FilmPlacement): unknown[] {
  if (placement.how === 'scale') return [placement.how];
  if (placement.how === 'pad') return [placement.how, placement.inner.width, placement.inner.height, placement.ground];
  const { left, top, width, height } = placement.region;
  return [placement.how, left, top, width, height];
}

/** Sixteen hexadecimal digits over everything that decides the bytes, beside the original and what is read in captions. */
function specOf(decides: unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([pipeline, ...decides]))
    .digest('hex')
    .slice(0, 16);
}
