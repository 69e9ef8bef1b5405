import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followed, moved, shareOf, ticksOf, timeAt, whole, zoom } from './view.ts';

const hour = 3_600_000;

test('zooming keeps the time under the pointer where it is', () => {
  const view = { start: 600_000, end: 1_200_000 };
  const closer = zoom(view, hour, 2, 750_000);
  expect(closer).toEqual({ start: 675_000, end: 975_000 });
  expect(shareOf(closer, 750_000)).toBe(shareOf(view, 750_000));
  expect(zoom(closer, hour, 0.5, 750_000)).toEqual(view);
});
test('whatever is done to it, a view lies within its recording', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 * hour }),
      fc.array(fc.record({ factor: fc.constantFrom(0.25, 0.5, 2, 8), at: fc.integer({ min: -hour, max: 7 * hour }) })),
      (duration, steps) => {
        let view = whole(duration);
        for (const { factor, at } of steps) {
          view = moved(zoom(view, duration, factor, at), duration, at);
          view = followed(view, duration, Math.min(Math.max(0, at), duration));
          expect(view.start).toBeGreaterThanOrEqual(0);
          expect(view.end).toBeLessThanOrEqual(duration);
          expect(view.end).toBeGreaterThan(view.start);
        }
      },
    ),
  );
});
test('a view turns on when the playing part leaves it, and stays while it does not', () => {
  const view = { start: 0, end: 10_000 };
  expect(followed(view, hour, 9_999)).toBe(view);
  expect(followed(view, hour, 10_001)).toEqual({ start: 9501, end: 19_501 });
});
test('ticks are round times, as many as there is room for', () => {
  expect(ticksOf({ start: 0, end: hour }, 8)).toEqual([0, 1, 2, 3, 4, 5, 6].map((ten) => ten * 600_000));
  expect(ticksOf({ start: 61_500, end: 64_000 }, 6)).toEqual([61_500, 62_000, 62_500, 63_000, 63_500, 64_000]);
  expect(timeAt({ start: 1000, end: 3000 }, 0.25)).toBe(1500);
});
