import type { Crop } from '@mobilise/contracts/crops';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { expect, test } from 'vitest';
import { type Framing, framedAs, largestCrop, moved, pulled, resized, sizeOf } from './crop-editing.ts';

const image = { width: 1600, height: 1000 };
const plain: Framing = { image, infographic: false, focalPoint: null, crops: {} };
const everyShape = Object.keys(shapes) as Shape[];
/** Width over height of a crop, in pixels of the picture. */
const ratio = ({ width, height }: Crop) => (width * image.width) / (height * image.height);
const expectInside = ({ x, y, width, height }: Crop) => {
  expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1 + 1e-9);
};

test('without a point the server chooses, with one each shape is cut round it', () => {
  expect(framedAs(plain, 'square')).toEqual({ how: 'attention' });
  expect(framedAs({ ...plain, focalPoint: { x: 0, y: 0.5 } }, 'square')).toEqual({
    how: 'point',
    crop: { x: 0, y: 0, width: 0.625, height: 1 },
  });
});
test('a crop by hand wins over the point, in its own shape alone', () => {
  const crop = { x: 0.1, y: 0.1, width: 0.5, height: 0.8 };
  const framing = { ...plain, focalPoint: { x: 1, y: 1 }, crops: { square: crop } };
  expect(framedAs(framing, 'square')).toEqual({ how: 'hand', crop });
  expect(framedAs(framing, 'tall').how).toBe('point');
});
test('an infographic is shown whole whatever was set, a very tall picture until somebody chose a part', () => {
  const crops = { card: { x: 0, y: 0, width: 1, height: 0.3 } };
  expect(framedAs({ ...plain, infographic: true, crops }, 'card')).toEqual({ how: 'whole' });
  const tall = { ...plain, image: { width: 500, height: 2000 } };
  expect(framedAs(tall, 'card')).toEqual({ how: 'whole' });
  expect(framedAs({ ...tall, crops }, 'card').how).toBe('hand');
});
test.each(everyShape)(
  '%s keeps its proportions and stays within the picture, however it is moved and sized',
  (shape) => {
    const wanted = shapes[shape].width / shapes[shape].height;
    const start = largestCrop(image, shape, { x: 0.9, y: 0.1 });
    for (const crop of [
      start,
      moved(start, -3, 3),
      resized(image, shape, start, 0.5),
      resized(image, shape, start, 9),
      resized(image, shape, moved(resized(image, shape, start, 0.3), 1, 1), 0.8),
      pulled(image, shape, resized(image, shape, start, 0.4), { x: 1, y: 1 }),
      pulled(image, shape, start, { x: 0, y: 0 }),
    ]) {
      expectInside(crop);
      expect(ratio(crop) / wanted).toBeCloseTo(1, 2);
    }
  },
);
test('a crop is never smaller than what can still be recognised', () => {
  expect(sizeOf(image, 'square', resized(image, 'square', largestCrop(image, 'square', null), 0.01))).toBeCloseTo(0.2);
});
