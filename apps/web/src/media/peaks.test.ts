import { expect, test } from 'vitest';
import { columnsOf, peaksFile } from './peaks.ts';

const file = (data: number[]) => peaksFile.parse({ version: 2, channels: 1, sample_rate: 44_100, bits: 8, data });

test('each column is the loudest of its stretch, next to the loudest of all', () => {
  expect(columnsOf(file([-64, 32, -10, 16, 0, 0, -8, 4]), 2)).toEqual([1, 0.125]);
});
test('a recording shorter than the columns fills them all', () => {
  expect(columnsOf(file([-64, 64, -32, 32]), 4)).toEqual([1, 1, 0.5, 0.5]);
});
test('silence stays silent, and so does nothing at all', () => {
  expect(columnsOf(file([0, 0, 0, 0]), 2)).toEqual([0, 0]);
  expect(columnsOf(file([]), 2)).toEqual([0, 0]);
});
