import { createHash } from 'node:crypto';
import { artworkProblems, artworkSide } from '@mobilise/contracts/artwork';
import {
  type Crop,
  type Fit,
  type FocalPoint,
  type Region,
  regionAround,
  regionOf,
  type Size,
  sizeWithin,
} from '@mobilise/contracts/crops';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { animationLimits, longestRenditionSide } from './limits.ts';

export type Purpose = 'thumb' | 'responsive' | 'animated' | Shape;
export type Format = 'jpeg' | 'webp' | 'avif';

/** How the original comes into the rendition's frame. */
export type Placement =
  | { how: 'scale' }
  | { how: 'crop'; region: Region | 'attention' }
  | { how: 'pad'; inner: Size; background: string }
  | { how: 'animate'; maxBytes: number };

interface Encoding {
  /** 1..100 on the format's own scale. */
  quality: number;
  /** What the encoder may cost, on the format's own scale; JPEG has none. */
  effort: number;
  /** Keeps the edges of coloured text, which is worth it for an infographic: WebP takes twice the CPU. */
  crisp: boolean;
}

interface Made extends Size, Encoding {
  purpose: Purpose;
  format: Format;
  placement: Placement;
}

/** One file to make: `width` × `height` pixels exactly; an animation may come out smaller to keep to its bytes. */
export interface Rendition extends Made {
  /** Says what decides its bytes, beside the original: a stored file of the same `spec` need not be made again. */
  spec: string;
}

/** Widths in pixels scale the whole picture; a box in pixels frames it, as the crop of that shape if one was made by hand. */
export type Spec = { formats: readonly Format[] } & ({ widths: readonly number[] } | { box: Size; crop: Shape });

const framing = (shape: Shape): Spec => ({ box: shapes[shape], crop: shape, formats: ['jpeg'] });

/**
 * (asset kind, purpose) → what to make. The first is made first: the thumbnail is what people wait
 * for. 1200 × 630 is the size Open Graph link cards are shown at.
 */
const renditionSpecs = {
  image: {
    thumb: { box: { width: 320, height: 320 }, crop: 'square', formats: ['webp'] },
    card: framing('card'),
    responsive: { widths: [320, 640, 1280, 1920], formats: ['jpeg', 'webp', 'avif'] },
    square: framing('square'),
    portrait: framing('portrait'),
    landscape: framing('landscape'),
    tall: framing('tall'),
  },
} as const satisfies Record<string, Partial<Record<Purpose, Spec>>>;

/**
 * An infographic is mostly small text, in which compression shows sooner than in a photograph.
 *
 * Measured: AVIF at 1280 px takes 0.37 s at effort 2 and 2.67 s at the default 4. WebP of a photograph at 1920 px takes 0.10 s
 * at effort 0 and 0.38 s at the default 4, for 4 to 17 % fewer bytes; most browsers take the AVIF.
 */
const encodings: Record<Fit, Record<Format, Encoding>> = {
  crop: {
    jpeg: { quality: 82, effort: 0, crisp: false },
    webp: { quality: 80, effort: 0, crisp: false },
    avif: { quality: 55, effort: 2, crisp: false },
  },
  pad: {
    jpeg: { quality: 88, effort: 0, crisp: true },
    webp: { quality: 86, effort: 4, crisp: true },
    avif: { quality: 62, effort: 2, crisp: true },
  },
};

/** Podcast apps scale artwork down themselves, so it is made better than what is shown as it is. */
const artworkEncoding: Encoding = { quality: 90, effort: 0, crisp: true };
/** Each frame is seen for moments only. */
const animationEncoding: Encoding = { quality: 70, effort: 2, crisp: false };

/** Raised whenever the same specification comes to give other bytes: everything is then made again. */
const pipeline = 1;

const padding = '#ffffff';

export interface RenditionOptions {
  /** `pad` never cuts and is for infographics; `crop` unless given. `fitOf` says which. */
  fit?: Fit;
  /** What to crop around; sharp's attention strategy decides if absent. */
  focalPoint?: FocalPoint | null;
  /** Made by hand, and stronger than the focal point. */
  crops?: Partial<Record<Shape, Crop>> | null;
  /** Whether it is the cover of a show or an episode. Left out for a picture in which `artworkProblems` finds one. */
  artwork?: boolean;
}

/**
 * The renditions of a picture. Nothing is ever enlarged: a picture narrower than a width gets one of
 * its own width instead, and a cropped frame shrinks to what the picture can fill. An animated picture
 * stays so in one rendition; all others show its first frame.
 *
 * @param image pixels of the upright original; `frames` of an animation
 */
export function renditionsFor(image: Size & { frames?: number }, options: RenditionOptions = {}): Rendition[] {
  const { fit = 'crop', crops, artwork = false } = options;
  const made: Made[] = Object.entries<Spec>(renditionSpecs.image).flatMap(([purpose, spec]) => {
    const frames = 'widths' in spec ? scaled(image, spec.widths) : [framed(image, spec.box, options, spec.crop)];
    return frames.flatMap((frame) =>
      spec.formats.map((format) => ({
        purpose: purpose as Purpose,
        format,
        ...encodings[fit][format],
        ...frame,
      })),
    );
  });
  if (artwork && artworkProblems(image, fit === 'crop' ? crops?.artwork : undefined).length === 0)
    made.push({ purpose: 'artwork', format: 'jpeg', ...artworkEncoding, ...cover(image, options) });
  if (image.frames && image.frames > 1) made.push(animated(image, image.frames));
  return made.map((rendition) => ({ ...rendition, spec: specOf(rendition) }));
}

/** Sixteen hexadecimal digits over everything that decides a rendition's bytes, beside the original. */
export function specOf({ purpose, format, quality, effort, crisp, width, height, placement }: Made): string {
  const decides = [pipeline, purpose, format, quality, effort, crisp, width, height, ...placementOf(placement)];
  return createHash('sha256').update(JSON.stringify(decides)).digest('hex').slice(0, 16);
}

/** In an order of its own, which that of the properties does not change. */
function placementOf(placement: Placement): unknown[] {
  if (placement.how === 'scale') return [placement.how];
  if (placement.how === 'animate') return [placement.how, placement.maxBytes];
  if (placement.how === 'pad')
    return [placement.how, placement.inner.width, placement.inner.height, placement.background];
  const { region } = placement;
  if (region === 'attention') return [placement.how, region];
  return [placement.how, region.left, region.top, region.width, region.height];
}

/** The share of the original's size that a rendition needs decoded, 0..1; 0 for an animation, which is decoded apart. */
export function scaleNeeded(image: Size, { width, height, placement }: Made): number {
  if (placement.how === 'animate') return 0;
  if (placement.how === 'pad') return placement.inner.width / image.width;
  if (placement.how === 'scale') return Math.max(width / image.width, height / image.height);
  const from = placement.region === 'attention' ? image : placement.region;
  return Math.min(1, Math.max(width / from.width, height / from.height));
}

type Frame = Size & { placement: Placement };

function scaled(image: Size, widths: readonly number[]): Frame[] {
  const ladder = new Set(widths.map((width) => Math.min(width, image.width)));
  const sizes = new Map(
    [...ladder]
      .map((width) => sizeWithin(image, { width, height: longestRenditionSide }))
      .map((size) => [size.width, size]),
  );
  return [...sizes.values()].map((size) => ({ ...size, placement: { how: 'scale' } }));
}

function framed(image: Size, { width, height }: Size, options: RenditionOptions, shape: Shape): Frame {
  const box = { width, height };
  if (options.fit === 'pad')
    return { ...box, placement: { how: 'pad', inner: sizeWithin(image, box), background: padding } };
  const crop = options.crops?.[shape];
  const around = options.focalPoint ?? { x: 0.5, y: 0.5 };
  const region = crop ? regionOf(image, box, crop) : regionAround(image, box, around);
  return {
    width: Math.min(width, region.width),
    height: Math.min(height, region.height),
    placement: { how: 'crop', region: crop || options.focalPoint ? region : 'attention' },
  };
}

/** A padded square is no larger than the picture's longer side, so that it is not mostly padding. */
function cover(image: Size, options: RenditionOptions): Frame {
  const side = Math.min(artworkSide.most, Math.max(image.width, image.height));
  return framed(image, { width: side, height: side }, options, 'artwork');
}

function animated(image: Size, frames: number): Made {
  const { width, pixels, maxBytes } = animationLimits;
  const scale = Math.min(1, width / image.width, Math.sqrt(pixels / (image.width * image.height * frames)));
  const size = sizeWithin(image, {
    width: Math.max(1, Math.floor(image.width * scale)),
    height: longestRenditionSide,
  });
  return {
    purpose: 'animated',
    format: 'webp',
    ...animationEncoding,
    ...size,
    placement: { how: 'animate', maxBytes },
  };
}
