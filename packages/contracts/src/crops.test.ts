import { assert, constantFrom, double, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { artworkProblems } from './artwork.ts';
import { cropOf, filmRegion, fitOf, type Region, regionAround, regionOf, type Size, sizeWithin } from './crops.ts';
import { shapes } from './shapes.ts';

const sizes = record({ width: integer({ min: 1, max: 30_000 }), height: integer({ min: 1, max: 30_000 }) });
const boxes = constantFrom(...Object.values(shapes));
const share = double({ min: 0, max: 1, noNaN: true });

describe('a crop made by hand', () => {
  test('becomes the pixels it names when it has the shape of the frame', () => {
    const region = regionOf({ width: 4000, height: 3000 }, shapes.square, { x: 0.25, y: 0, width: 0.375, height: 0.5 });
    expect(region).toEqual({ left: 1000, top: 0, width: 1500, height: 1500 });
  });

  test('of another shape loses the same on both sides', () => {
    const region = regionOf({ width: 1000, height: 1000 }, shapes.square, { x: 0.1, y: 0.2, width: 0.8, height: 0.4 });
    expect(region).toEqual({ left: 300, top: 200, width: 400, height: 400 });
  });

  test('stays inside the picture, keeps a pixel and has the frame’s shape, whatever was sent', () => {
    assert(
      property(sizes, boxes, share, share, share, share, (image, box, x, y, width, height) => {
        const region = regionOf(image, box, { x, y, width, height });
        expectInside(region, image);
        const implied = (region.width / box.width) * box.height;
        expect(Math.abs(implied - region.height)).toBeLessThanOrEqual(Math.max(1, box.height / box.width));
      }),
    );
  });

  test('is found again from its region', () => {
    assert(
      property(sizes, boxes, record({ x: share, y: share }), (image, box, focalPoint) => {
        const region = regionAround(image, box, focalPoint);
        const again = regionOf(image, box, cropOf(image, region));
        for (const side of ['left', 'top', 'width', 'height'] as const)
          expect(Math.abs(again[side] - region[side])).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('a picture within a box keeps its shape and is never enlarged', () => {
  expect(sizeWithin({ width: 4000, height: 3000 }, { width: 100, height: 100 })).toEqual({ width: 100, height: 75 });
  expect(sizeWithin({ width: 40, height: 30 }, { width: 100, height: 100 })).toEqual({ width: 40, height: 30 });
});

test('a view is cropped; an infographic never, and a very tall picture only where a person chose a part', () => {
  const [view, strip] = [
    { width: 4000, height: 3000 },
    { width: 800, height: 4000 },
  ];
  expect(fitOf(view)).toBe('crop');
  expect(fitOf(view, { infographic: true, croppedByHand: true })).toBe('pad');
  expect(fitOf(strip)).toBe('pad');
  expect(fitOf(strip, { croppedByHand: true })).toBe('crop');
});

describe('podcast artwork', () => {
  test('of 1,400 pixels or more has no problem', () => {
    expect(artworkProblems({ width: 1400, height: 2000 })).toEqual([]);
  });

  test('that is too small is refused with its size', () => {
    expect(artworkProblems({ width: 3000, height: 1399 })).toEqual([
      'This picture has 3,000 × 1,399 pixels, and podcast apps need at least 1,400 × 1,400 of it. Export it larger and upload that.',
    ]);
  });

  test('cropped to too small a part is refused with the part’s size', () => {
    expect(artworkProblems({ width: 2000, height: 2000 }, { x: 0, y: 0, width: 0.5, height: 0.5 })).toEqual([
      expect.stringContaining('1,000 × 1,000 pixels'),
    ]);
    expect(artworkProblems({ width: 2000, height: 2000 }, { x: 0, y: 0, width: 0.7, height: 0.7 })).toEqual([]);
  });
});

function expectInside({ left, top, width, height }: Region, image: Size): void {
  expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
  expect(left + width).toBeLessThanOrEqual(image.width);
  expect(top + height).toBeLessThanOrEqual(image.height);
}

test('of a film a frame shows what somebody said to keep, else its middle, else the whole where that would be too little', () => {
  const film = { width: 1920, height: 1080 };
  const tall = { width: 1080, height: 1920 };
  expect(filmRegion(film, { width: 1080, height: 1080 }, {})).toEqual({ left: 420, top: 0, width: 1080, height: 1080 });
  expect(filmRegion(film, tall, {})).toBe(null);
  expect(filmRegion(film, tall, { focalPoint: { x: 0, y: 0 } })).toMatchObject({ left: 0, top: 0, height: 1080 });
  expect(filmRegion(film, tall, { crop: { x: 0.5, y: 0, width: 0.31640625, height: 1 } })?.left).toBe(960);
});
