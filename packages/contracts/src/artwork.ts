import { type Crop, regionOf, type Size } from './crops.ts';

/** Pixels of a side of podcast artwork, a square (Apple Podcasts' requirements for shows, read November 2026). */
export const artworkSide = { least: 1400, most: 3000 } as const;

/**
 * Why a picture cannot be podcast artwork, in sentences; none when it can. Nothing is enlarged, so what is too small stays so.
 *
 * @param image pixels of the upright original
 * @param crop the square chosen by hand, if any
 */
export function artworkProblems(image: Size, crop?: Crop): string[] {
  const { least } = artworkSide;
  const need = `podcast apps need at least ${pixels({ width: least, height: least })} of it`;
  if (Math.min(image.width, image.height) < least)
    return [`This picture has ${pixels(image)} pixels, and ${need}. Export it larger and upload that.`];
  if (!crop) return [];
  const chosen = regionOf(image, { width: 1, height: 1 }, crop);
  if (chosen.width < least)
    return [`The part chosen as artwork has ${pixels(chosen)} pixels, and ${need}. Choose a larger part.`];
  return [];
}

const pixels = ({ width, height }: Size) => `${width.toLocaleString('en-GB')} × ${height.toLocaleString('en-GB')}`;
