import type { Asset } from '@mobilise/contracts/media';
import { type Shape, shapes } from '@mobilise/contracts/shapes';

/** What is set of a picture, part by part, so that two people can set different ones; null: not set by hand. */
export type CropParts = { focalPoint: Asset['focalPoint'] } & Partial<Record<Shape, Asset['crops'][Shape] | null>>;

type Saved = Pick<Asset, 'focalPoint' | 'crops'>;

export function partsOf({ focalPoint, crops }: Saved): CropParts {
  const byHand = (Object.keys(shapes) as Shape[]).map((shape) => [shape, crops[shape] ?? null]);
  return { focalPoint, ...Object.fromEntries(byHand) };
}

/** What is saved, with some parts set anew. */
export function withParts(saved: Saved, { focalPoint = saved.focalPoint, ...shaped }: Partial<CropParts>): Saved {
  const crops = Object.entries({ ...saved.crops, ...shaped }).filter(([, crop]) => crop !== null);
  return { focalPoint, crops: Object.fromEntries(crops) as Asset['crops'] };
}

/** `Focal point`, or the name of a shape. */
export const partName = (part: keyof CropParts) => (part === 'focalPoint' ? 'Focal point' : shapes[part].label);
