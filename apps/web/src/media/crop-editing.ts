import {
  type Crop,
  cropOf,
  type FocalPoint,
  fitOf,
  regionAround,
  regionOf,
  type Size,
} from '@mobilise/contracts/crops';
import { type Shape, shapes } from '@mobilise/contracts/shapes';

/** Everything that decides how a picture comes into its shapes. */
export interface Framing {
  image: Size;
  /** Its artwork is an infographic's: always shown whole. */
  infographic: boolean;
  /** Null: the server looks for what draws attention. */
  focalPoint: FocalPoint | null;
  crops: Readonly<Record<string, Crop>>;
}

/** `whole`: padded, never cut; `hand`, `point`: cut as a person said; `attention`: as the server finds best. */
export type Framed = { how: 'whole' | 'attention' } | { how: 'hand' | 'point'; crop: Crop };

/** Share of the largest possible crop below which a picture would only be a blur. */
export const smallest = 0.2;

/** What of a picture a shape shows, by the geometry of the server. */
export function framedAs({ image, infographic, focalPoint, crops }: Framing, shape: Shape): Framed {
  const byHand = crops[shape];
  if (fitOf(image, { infographic, croppedByHand: byHand !== undefined }) === 'pad') return { how: 'whole' };
  if (byHand) return { how: 'hand', crop: cropOf(image, regionOf(image, shapes[shape], byHand)) };
  if (!focalPoint) return { how: 'attention' };
  return { how: 'point', crop: cropOf(image, regionAround(image, shapes[shape], focalPoint)) };
}

/** The largest crop of a shape, in the middle or round a point: where setting one by hand begins. */
export function largestCrop(image: Size, shape: Shape, around: FocalPoint | null): Crop {
  return cropOf(image, regionAround(image, shapes[shape], around ?? { x: 0.5, y: 0.5 }));
}

/** A crop moved by shares of the picture, as far as its edges allow. */
export function moved(crop: Crop, across: number, down: number): Crop {
  return {
    ...crop,
    x: within(crop.x + across, 0, 1 - crop.width),
    y: within(crop.y + down, 0, 1 - crop.height),
  };
}

/** How large a crop is, as a share of the largest of its shape. */
export function sizeOf(image: Size, shape: Shape, crop: Crop): number {
  return crop.width / largestCrop(image, shape, null).width;
}

/** A crop of another size (a share of the largest), with the same middle as far as the edges allow. */
export function resized(image: Size, shape: Shape, crop: Crop, size: number): Crop {
  const most = largestCrop(image, shape, null);
  const share = within(size, smallest, 1);
  const [width, height] = [most.width * share, most.height * share];
  const centred = { width, height, x: crop.x + (crop.width - width) / 2, y: crop.y + (crop.height - height) / 2 };
  return moved(centred, 0, 0);
}

/** A crop whose upper left corner stays while its lower right one is pulled to a point of the picture. */
export function pulled(image: Size, shape: Shape, crop: Crop, to: FocalPoint): Crop {
  const most = largestCrop(image, shape, null);
  const room = Math.min((1 - crop.x) / most.width, (1 - crop.y) / most.height, 1);
  const wanted = Math.max((to.x - crop.x) / most.width, (to.y - crop.y) / most.height);
  const share = within(wanted, Math.min(smallest, room), room);
  return { x: crop.x, y: crop.y, width: most.width * share, height: most.height * share };
}

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
