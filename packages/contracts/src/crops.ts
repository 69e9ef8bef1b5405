/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** In pixels from the upper left corner of the upright original. */
export interface Region extends Size {
  left: number;
  top: number;
}

/** What must stay in view: 0..1 from the left and from the top of the upright original. */
export interface FocalPoint {
  x: number;
  y: number;
}

/** A part of a picture chosen by hand, as shares (0..1) of the upright original. */
export interface Crop extends FocalPoint, Size {}

/** `crop` fills the frame and may cut; `pad` shows everything, as an infographic needs. */
export type Fit = 'crop' | 'pad';

/** A picture further from the shape of a card holds text more often than a view. */
const tallest = 1.6;
const widest = 3.2;

/**
 * How a picture comes into frames of other shapes. An infographic is never cut; a very tall or wide picture only once a
 * person has chosen a part of it.
 */
export function fitOf(image: Size, { infographic = false, croppedByHand = false } = {}): Fit {
  const extreme = image.height > image.width * tallest || image.width > image.height * widest;
  return infographic || (extreme && !croppedByHand) ? 'pad' : 'crop';
}

/** A crop that keeps less than this of a film loses what it is about, unless somebody said what to keep. */
const keptAtLeast = 0.5;

/**
 * What of a film a frame of another shape shows: the part chosen by hand, what is round its focal point, or its middle; null where
 * nobody said what to keep and too much would be lost, so that it is shown whole.
 */
export function filmRegion(
  film: Size,
  box: Size,
  { crop, focalPoint }: { crop?: Crop | undefined; focalPoint?: FocalPoint | null | undefined },
): Region | null {
  const region = crop ? regionOf(film, box, crop) : regionAround(film, box, focalPoint ?? { x: 0.5, y: 0.5 });
  const kept = (region.width * region.height) / (film.width * film.height);
  return crop || focalPoint || kept >= keptAtLeast ? region : null;
}

/** The picture's shape, as large as fits in the box without enlarging. */
export function sizeWithin(image: Size, box: Size): Size {
  const scale = Math.min(1, box.width / image.width, box.height / image.height);
  return { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) };
}

/** The largest region of the box's shape, as near to being centred on the focal point as the edges allow. */
export function regionAround(image: Size, box: Size, focalPoint: FocalPoint): Region {
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

/**
 * The region of a crop made by hand, in the box's shape: a crop of another shape loses the same on both sides. What reaches
 * beyond the picture is left out, and at least one pixel remains.
 */
export function regionOf(image: Size, box: Size, crop: Crop): Region {
  const left = Math.min(image.width - 1, Math.round(share(crop.x) * image.width));
  const top = Math.min(image.height - 1, Math.round(share(crop.y) * image.height));
  const chosen = {
    width: Math.max(1, Math.round(share(crop.x + crop.width) * image.width) - left),
    height: Math.max(1, Math.round(share(crop.y + crop.height) * image.height) - top),
  };
  const inner = regionAround(chosen, box, { x: 0.5, y: 0.5 });
  return { ...inner, left: left + inner.left, top: top + inner.top };
}

/** A region as the crop that a person could have made. */
export function cropOf(image: Size, { left, top, width, height }: Region): Crop {
  return {
    x: left / image.width,
    y: top / image.height,
    width: width / image.width,
    height: height / image.height,
  };
}

const share = (value: number) => Math.max(0, Math.min(1, value));

function slide(centre: number, length: number, total: number): number {
  return Math.max(0, Math.min(total - length, Math.round(centre - length / 2)));
}
