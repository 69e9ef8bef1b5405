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

interface Made extends Size {
  purpose: Purpose;
  format: Format;
  /** 1..100 on the format's own scale. */
  quality: number;
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

/** An infographic is mostly small text, in which compression shows sooner than in a photograph. */
const qualities: Record<Fit, Record<Format, number>> = {
  crop: { jpeg: 82, webp: 80, avif: 55 },
  pad: { jpeg: 88, webp: 86, avif: 62 },
};

/** Podcast apps scale artwork down themselves, so it is made better than what is shown as it is. */
const artworkQuality = 90;
/** Each frame is seen for moments only. */
const animationQuality = 70;

/** Effort of the encoders. AVIF at 1280 px: 0.37 s at 2, 2.67 s at the default 4. WebP's own default is 4; a lower one for many frames. */
export const efforts = { webp: 4, avif: 2, animation: 2 } as const;

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
        quality: qualities[fit][format],
        ...frame,
      })),
    );
  });
  if (artwork && artworkProblems(image, fit === 'crop' ? crops?.artwork : undefined).length === 0)
    made.push({ purpose: 'artwork', format: 'jpeg', quality: artworkQuality, ...cover(image, options) });
  if (image.frames && image.frames > 1) made.push(animated(image, image.frames));
  return made.map((rendition) => ({ ...rendition, spec: specOf(rendition) }));
}

/** Sixteen hexadecimal digits over everything that decides a rendition's bytes, beside the original. */
export function specOf({ purpose, format, quality, width, height, placement }: Made): string {
  const effort = placement.how === 'animate' ? efforts.animation : format === 'jpeg' ? null : efforts[format];
  const decides = [pipeline, purpose, format, quality, effort, width, height, ...placementOf(placement)];
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
    quality: animationQuality,
    ...size,
    placement: { how: 'animate', maxBytes },
  };
}
