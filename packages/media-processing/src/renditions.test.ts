import { artworkSide } from '@mobilise/contracts/artwork';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { assert, boolean, constantFrom, double, integer, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { animationLimits, longestRenditionSide } from './limits.ts';
import { type Rendition, renditionsFor, scaleNeeded, specOf } from './renditions.ts';

const images = record({
  width: integer({ min: 1, max: 30_000 }),
  height: integer({ min: 1, max: 30_000 }),
  frames: integer({ min: 1, max: 5000 }),
});
const share = double({ min: 0, max: 1, noNaN: true });
const crop = record({ x: share, y: share, width: share, height: share });
const options = record({
  fit: constantFrom('crop' as const, 'pad' as const),
  focalPoint: option(record({ x: share, y: share })),
  crops: record({ card: crop, square: crop, tall: crop, artwork: crop }, { requiredKeys: [] }),
  artwork: boolean(),
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
      'square jpeg 1080×1080',
      'portrait jpeg 1080×1350',
      'landscape jpeg 1600×900',
      'tall jpeg 1080×1920',
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
    expect(new Set(regions)).toEqual(new Set(['attention']));
    const chosen = renditionsFor({ width: 3000, height: 1000 }, { focalPoint: { x: 1, y: 0.5 } })[0];
    expect(chosen?.placement).toEqual({ how: 'crop', region: { left: 2000, top: 0, width: 1000, height: 1000 } });
  });
});

describe('crops made by hand', () => {
  const image = { width: 4000, height: 3000 };
  const chosen = { x: 0.5, y: 0.5, width: 0.25, height: 0.25 };

  test.each(Object.keys(shapes) as Shape[])('win over the focal point in %s alone', (shape) => {
    const given = { focalPoint: { x: 0, y: 0 }, artwork: true };
    const large = { x: 0.25, y: 0, width: 0.75, height: 1 };
    const made = renditionsFor(image, { ...given, crops: { [shape]: large } });
    const different = made.filter(({ spec }) => !renditionsFor(image, given).some((without) => without.spec === spec));
    expect(different.map(({ purpose }) => purpose)).toEqual(shape === 'square' ? ['thumb', 'square'] : [shape]);
    for (const { placement } of different) {
      if (placement.how !== 'crop' || placement.region === 'attention') throw new Error('the crop was ignored');
      expect(placement.region.left).toBeGreaterThanOrEqual(1000);
    }
  });

  test('come out no larger than what was chosen', () => {
    const [square] = of('square', renditionsFor(image, { crops: { square: chosen } }));
    expect(square).toMatchObject({ width: 750, height: 750, placement: { region: { left: 2125, top: 1500 } } });
  });

  test('never cut an infographic', () => {
    const made = renditionsFor(image, { fit: 'pad', crops: { square: chosen, artwork: chosen }, artwork: true });
    expect(made.filter(({ placement }) => placement.how === 'crop')).toEqual([]);
  });
});

describe('podcast artwork', () => {
  const sides = (image: { width: number; height: number }, fit: 'crop' | 'pad' = 'crop') =>
    of('artwork', renditionsFor(image, { artwork: true, fit })).map(({ format, width, height }) => [
      format,
      width,
      height,
    ]);

  test('is a square JPEG between 1,400 and 3,000 pixels, made only when asked for', () => {
    expect(sides({ width: 6000, height: 4000 })).toEqual([['jpeg', 3000, 3000]]);
    expect(sides({ width: 2000, height: 1500 })).toEqual([['jpeg', 1500, 1500]]);
    expect(sides({ width: 1500, height: 2000 }, 'pad')).toEqual([['jpeg', 2000, 2000]]);
    expect(of('artwork', renditionsFor({ width: 6000, height: 4000 }))).toEqual([]);
  });

  test('is not made of what is too small for it', () => {
    expect(sides({ width: 6000, height: artworkSide.least - 1 })).toEqual([]);
  });
});

describe('an animated picture', () => {
  test('has one rendition that moves and every still one', () => {
    const still = renditionsFor({ width: 800, height: 600 });
    const made = renditionsFor({ width: 800, height: 600, frames: 12 });
    expect(made.slice(0, -1)).toEqual(still);
    expect(made.at(-1)).toMatchObject({ purpose: 'animated', format: 'webp', width: 800, height: 600 });
  });

  test('is bounded in its width and in the pixels of all its frames', () => {
    const sized = (width: number, height: number, frames: number) =>
      of('animated', renditionsFor({ width, height, frames }))[0];
    expect(sized(2000, 1000, 3)).toMatchObject({ width: 1080, height: 540 });
    const long = sized(1000, 1000, 200);
    expect((long?.width ?? 0) * (long?.height ?? 0) * 200).toBeLessThanOrEqual(animationLimits.pixels);
    expect(long?.width).toBeGreaterThan(400);
  });
});

describe('a specification', () => {
  const [thumb] = renditionsFor({ width: 800, height: 600 }, { focalPoint: { x: 0, y: 0 } });
  if (!thumb) throw new Error('nothing to make');

  test('is sixteen hexadecimal digits, the same at every run: a change of it renders every picture again', () => {
    expect(thumb.spec).toBe('2f21b48b445f9216');
    expect(specOf(thumb)).toBe(thumb.spec);
  });

  test('does not depend on the order in which something was written down', () => {
    const { placement, ...rest } = thumb;
    expect(specOf({ placement, ...rest })).toBe(thumb.spec);
  });

  test.each<[string, Partial<Rendition>]>([
    ['purpose', { purpose: 'square' }],
    ['format', { format: 'avif' }],
    ['quality', { quality: 81 }],
    ['effort', { effort: 5 }],
    ['crispness', { crisp: true }],
    ['width', { width: 319 }],
    ['height', { height: 319 }],
    ['placement', { placement: { how: 'scale' } }],
    ['region', { placement: { how: 'crop', region: { left: 1, top: 0, width: 600, height: 600 } } }],
    ['strategy', { placement: { how: 'crop', region: 'attention' } }],
  ])('changes with the %s', (_what, change) => {
    expect(specOf({ ...thumb, ...change })).not.toBe(thumb.spec);
  });

  test('is different for every file of a picture', () => {
    const made = renditionsFor({ width: 4000, height: 3000, frames: 9 }, { artwork: true });
    expect(new Set(made.map(({ spec }) => spec)).size).toBe(made.length);
  });
});

function of(purpose: Rendition['purpose'], made: readonly Rendition[]): Rendition[] {
  return made.filter((rendition) => rendition.purpose === purpose);
}

/** Each side is what the other implies, but for rounding to a pixel of the smaller picture (and never below one). */
function expectSameShape(small: { width: number; height: number }, large: { width: number; height: number }) {
  const impliedWidth = (small.height / large.height) * large.width;
  const impliedHeight = (small.width / large.width) * large.height;
  expect(Math.min(Math.abs(small.width - impliedWidth), Math.abs(small.height - impliedHeight))).toBeLessThanOrEqual(1);
}
