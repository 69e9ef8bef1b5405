import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, outlineOf, readPeaks } from './peaks.ts';

const file = (data: number[], over: object = {}) => ({
  version: 2,
  channels: 1,
  sample_rate: 8000,
  samples_per_pixel: 400,
  bits: 8,
  length: data.length / 2,
  data,
  ...over,
});

test('a peaks file is read as levels from 0 to 1, one for each 50 ms', () => {
  const { step, levels } = readPeaks(file([-64, 32, 0, 127, -128, 5]));
  expect(step).toBe(50);
  expect([...levels].map((level) => Math.round(level * 100))).toEqual([50, 99, 100]);
});
test('sixteen bits are read alike, and a file cut short as far as it goes', () => {
  expect([...readPeaks(file([-16_384, 0, 0], { bits: 16, length: 2 })).levels]).toEqual([0.5]);
});
test('what is no peaks file is refused', () => {
  expect(() => readPeaks({ version: 1 })).toThrow();
});
test('each column is the loudest of its stretch, and silence lies beyond the ends', () => {
  const peaks = readPeaks(file([-64, 0, 0, 0, 0, 32, 0, 0]));
  expect([...columnsOf(peaks, 0, 200, 2)]).toEqual([0.5, 0.25]);
  expect([...columnsOf(peaks, 200, 400, 2)]).toEqual([0, 0]);
});
test('no peak is lost, however few columns there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 400 }),
      (highs, count) => {
        const peaks = readPeaks(file(highs.flatMap((high) => [0, high])));
        const columns = columnsOf(peaks, 0, highs.length * 50, count);
        expect(Math.max(...columns)).toBe(Math.max(...peaks.levels));
      },
    ),
  );
});
test('an outline goes there and back, and is nothing where there is nothing', () => {
  expect(outlineOf(new Float32Array([1, 0.5]), 1)).toBe('M0 1V0.04H1V0.52H2V1.48H1V1.96H0Z');
  expect(outlineOf(new Float32Array(), 0)).toBe('');
});
