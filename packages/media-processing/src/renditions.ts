import { longestRenditionSide } from './limits.ts';

export type Purpose = 'responsive' | 'thumb' | 'card';
export type Format = 'jpeg' | 'webp' | 'avif';
/** `crop` fills the frame and may cut; `pad` shows everything, as an infographic needs. */
export type Fit = 'crop' | 'pad';

/** 0..1 from the left and from the top. */
export interface FocalPoint {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** In pixels of the upright original. */
export interface Region extends Size {
  left: number;
  top: number;
}

/** How the original comes into the rendition's frame. */
export type Placement =
  | { how: 'scale' }
  | { how: 'crop'; region: Region | 'attention' }
  | { how: 'pad'; inner: Size; background: string };

/** One file to make: `width` × `height` pixels exactly. */
export interface Rendition extends Size {
  purpose: Purpose;
  format: Format;
  /** 1..100 on the format's own scale. */
  quality: number;
  placement: Placement;
}

/** Widths in pixels scale the whole picture; a box in pixels frames it. */
export type Spec = { formats: readonly Format[] } & ({ widths: readonly number[] } | { box: Size });

/**
 * (asset kind, purpose) → what to make. The first is made first: the thumbnail is what people wait
 * for. 1200 × 630 is the size Open Graph link cards are shown at.
 */
const renditionSpecs = {
  image: {
    thumb: { box: { width: 320, height: 320 }, formats: ['webp'] },
    card: { box: { width: 1200, height: 630 }, formats: ['jpeg'] },
    responsive: { widths: [320, 640, 1280, 1920], formats: ['jpeg', 'webp', 'avif'] },
  },
} as const satisfies Record<string, Record<Purpose, Spec>>;

/** An infographic is mostly small text, in which compression shows sooner than in a photograph. */
const qualities: Record<Fit, Record<Format, number>> = {
  crop: { jpeg: 82, webp: 80, avif: 55 },
  pad: { jpeg: 88, webp: 86, avif: 62 },
};

const padding = '#ffffff';

/**
 * The renditions of a picture. Nothing is ever enlarged: a picture narrower than a width gets one of
 * its own width instead, and a cropped frame shrinks to what the picture can fill.
 *
 * @param image pixels of the upright original
 * @param options.fit `pad` for infographics; `crop` unless given
 * @param options.focalPoint what to crop around; sharp's attention strategy decides if absent
 */
export function renditionsFor(image: Size, options: { fit?: Fit; focalPoint?: FocalPoint | null } = {}): Rendition[] {
  const fit = options.fit ?? 'crop';
  const focalPoint = options.focalPoint ?? undefined;
  return Object.entries<Spec>(renditionSpecs.image).flatMap(([purpose, spec]) => {
    const frames = 'widths' in spec ? scaled(image, spec.widths) : [framed(image, spec.box, fit, focalPoint)];
    return frames.flatMap((frame) =>
      spec.formats.map((format) => ({
        purpose: purpose as Purpose,
        format,
        quality: qualities[fit][format],
        ...frame,
      })),
    );
  });
}

/** The share of the original's size that a rendition needs decoded, 0..1. */
export function scaleNeeded(image: Size, { width, height, placement }: Rendition): number {
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

function framed(image: Size, box: Size, fit: Fit, focalPoint: FocalPoint | undefined): Frame {
  if (fit === 'pad') return { ...box, placement: { how: 'pad', inner: sizeWithin(image, box), background: padding } };
  const region = regionAround(image, box, focalPoint ?? { x: 0.5, y: 0.5 });
  return {
    width: Math.min(box.width, region.width),
    height: Math.min(box.height, region.height),
    placement: { how: 'crop', region: focalPoint ? region : 'attention' },
  };
}

/** The picture's shape, as large as fits in the box without enlarging. */
export function sizeWithin(image: Size, box: Size): Size {
  const scale = Math.min(1, box.width / image.width, box.height / image.height);
  return { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) };
}

/** The largest region of the box's shape, as near to being centred on the focal point as the edges allow. */
function regionAround(image: Size, box: Size, focalPoint: FocalPoint): Region {
  const scale = Math.min(image.width / box.width, image.height / box.height);
  const width = Math.max(1, Math.min(image.width, Math.round(box.width * scale)));
  const height = Math.max(1, Math.min(image.height, Math.round(box.height * scale)));
  return {
    left: slide(focalPoint.x * image.width, width, image.width),
    top: slide(focalPoint.y * image.height, height, image.height),
    width,
    height,
  };
}

function slide(centre: number, length: number, total: number): number {
  return Math.max(0, Math.min(total - length, Math.round(centre - length / 2)));
}
