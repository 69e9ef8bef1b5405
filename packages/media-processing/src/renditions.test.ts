import { assert, constantFrom, double, integer, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestRenditionSide } from './limits.ts';
import { renditionsFor, scaleNeeded } from './renditions.ts';

const images = record({ width: integer({ min: 1, max: 30_000 }), height: integer({ min: 1, max: 30_000 }) });
const share = double({ min: 0, max: 1, noNaN: true });
const options = record({
  fit: constantFrom('crop' as const, 'pad' as const),
  focalPoint: option(record({ x: share, y: share })),
});

describe('renditionsFor', () => {
  test('makes the whole set for a photograph', () => {
    const made = renditionsFor({ width: 4000, height: 3000 }).map(
      ({ purpose, format, width, height }) => `${purpose} ${format} ${width}×${height}`,
    );
    expect(made).toEqual([
      'thumb webp 320×320',
      'card jpeg 1200×630',
      ...['320×240', '640×480', '1280×960', '1920×1440'].flatMap((size) =>
        ['jpeg', 'webp', 'avif'].map((format) => `responsive ${format} ${size}`),
      ),
    ]);
  });

  test('gives a narrow picture one rendition of its own width, once a format', () => {
    const widths = renditionsFor({ width: 700, height: 900 })
      .filter(({ format }) => format === 'avif')
      .map(({ width }) => width);
    expect(widths).toEqual([320, 640, 700]);
  });

  test('never enlarges, stays within what WebP can hold, and repeats no file', () => {
    assert(
      property(images, options, (image, given) => {
        const made = renditionsFor(image, given);
        for (const rendition of made) {
          const { placement, width, height } = rendition;
          const from = placement.how === 'crop' && placement.region !== 'attention' ? placement.region : image;
          const shown = placement.how === 'pad' ? placement.inner : rendition;
          expect(shown.width).toBeLessThanOrEqual(from.width);
          expect(shown.height).toBeLessThanOrEqual(from.height);
          expect(Math.min(shown.width, shown.height)).toBeGreaterThanOrEqual(1);
          expect(Math.max(width, height)).toBeLessThanOrEqual(longestRenditionSide);
          expect(scaleNeeded(image, rendition)).toBeLessThanOrEqual(1);
        }
        const names = made.map(({ purpose, format, width }) => `${purpose} ${format} ${width}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('never crops a padded picture and shows all of it in its own shape', () => {
    assert(
      property(images, options, (image, { focalPoint }) => {
        for (const { placement, width, height } of renditionsFor(image, { fit: 'pad', focalPoint })) {
          expect(placement.how).not.toBe('crop');
          const inner = placement.how === 'pad' ? placement.inner : { width, height };
          expect(inner.width).toBeLessThanOrEqual(width);
          expect(inner.height).toBeLessThanOrEqual(height);
          expectSameShape(inner, image);
        }
      }),
    );
  });

  test('keeps the shape of what it shows, to the pixel', () => {
    assert(
      property(images, options, (image, given) => {
        for (const { placement, width, height } of renditionsFor(image, given)) {
          if (placement.how === 'scale') expectSameShape({ width, height }, image);
          if (placement.how === 'crop' && placement.region !== 'attention')
            expectSameShape({ width, height }, placement.region);
        }
      }),
    );
  });

  test('crops inside the picture, around the focal point wherever the edges allow', () => {
    assert(
      property(images, record({ x: share, y: share }), (image, focalPoint) => {
        for (const { placement } of renditionsFor(image, { focalPoint })) {
          if (placement.how !== 'crop') continue;
          const { region } = placement;
          if (region === 'attention') throw new Error('the focal point was ignored');
          for (const [start, length, total, at] of [
            [region.left, region.width, image.width, focalPoint.x * image.width],
            [region.top, region.height, image.height, focalPoint.y * image.height],
          ] as const) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start + length).toBeLessThanOrEqual(total);
            const centred = Math.abs(start + length / 2 - at) <= 1;
            const atEdge =
              (start === 0 && at <= length / 2 + 1) || (start + length === total && at >= total - length / 2 - 1);
            expect(centred || atEdge).toBe(true);
          }
        }
      }),
    );
  });

  test('leaves the choice to the attention strategy only without a focal point', () => {
    const regions = renditionsFor({ width: 3000, height: 1000 }).flatMap(({ placement }) =>
      placement.how === 'crop' ? [placement.region] : [],
    );
    expect(regions).toEqual(['attention', 'attention']);
    const chosen = renditionsFor({ width: 3000, height: 1000 }, { focalPoint: { x: 1, y: 0.5 } })[0];
    expect(chosen?.placement).toEqual({ how: 'crop', region: { left: 2000, top: 0, width: 1000, height: 1000 } });
  });
});

/** Each side is what the other implies, but for rounding to a pixel of the smaller picture (and never below one). */
function expectSameShape(small: { width: number; height: number }, large: { width: number; height: number }) {
  const impliedWidth = (small.height / large.height) * large.width;
  const impliedHeight = (small.width / large.width) * large.height;
  expect(Math.min(Math.abs(small.width - impliedWidth), Math.abs(small.height - impliedHeight))).toBeLessThanOrEqual(1);
}
