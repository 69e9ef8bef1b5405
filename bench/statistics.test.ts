import { expect, test } from 'vitest';
import { figureLine, holds } from './figure.ts';
import { median, percentile } from './statistics.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => ((index * 7) % count) + 1);

test('the 99th percentile of 200 values is the third highest', () => {
  expect(percentile(upTo(200), 0.99)).toBe(198);
});

test('a percentile is always one of the values', () => {
  expect(percentile([4], 0.99)).toBe(4);
  expect(percentile([1, 10], 0.5)).toBe(1);
  expect(() => percentile([], 0.5)).toThrow();
});

test('the median lies in the middle', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([1, 2, 3, 10])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('a goal is judged before the value is rounded', () => {
  const goal = '≤ 2';
  expect(holds(2, goal)).toBe(true);
  expect(holds(Number.NaN, goal)).toBe(false);
  expect(holds(0.59, '≥ 0.6')).toBe(false);
  expect(figureLine('main', { name: 'ratio', unit: 'times', goal }, 2.0001)).toBe(
    '{"bench":"main","figure":"ratio","value":2,"unit":"times","goal":"≤ 2","holds":false}',
  );
});
