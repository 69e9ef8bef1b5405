import type { Metric, Reading } from '@mobilise/contracts/engagement';
import { expect, test } from 'vitest';
import { knownValue, lastKnown, metricsOf, momentsOf, pointsOf } from './series.ts';

const read = (metric: Metric, observedAt: string, value: number | null, status: Reading['status'] = 'ok'): Reading => ({
  metric,
  value,
  status,
  observedAt,
  message: status === 'error' ? 'Rate limited' : null,
});
const series = [
  read('replies', '2026-11-23T09:05:00.020Z', 0),
  read('likes', '2026-11-23T09:05:00.000Z', 3),
  read('likes', '2026-11-23T10:00:00.000Z', null, 'error'),
  read('replies', '2026-11-23T10:00:00.000Z', null, 'error'),
  read('likes', '2026-11-23T15:00:00.000Z', 9),
  read('quotes', '2026-11-23T15:00:00.000Z', null, 'unavailable'),
];

test('what was read in one visit is one moment, and moments follow each other in time', () => {
  const moments = momentsOf(series);
  expect(moments.map(({ at, readings }) => [at.slice(11, 16), Object.keys(readings).sort()])).toEqual([
    ['09:05', ['likes', 'replies']],
    ['10:00', ['likes', 'replies']],
    ['15:00', ['likes', 'quotes']],
  ]);
});

test('two readings of one metric are never one moment', () => {
  expect(
    momentsOf([read('likes', '2026-11-23T09:05:00.000Z', 1), read('likes', '2026-11-23T09:05:00.500Z', 2)]),
  ).toHaveLength(2);
});

test('zero is a point, a failure is a gap that is marked, what a channel does not give is only a gap', () => {
  const points = pointsOf(momentsOf(series), ['likes', 'replies', 'quotes']);
  expect(points.map(({ time: _time, ...point }) => point)).toEqual([
    { failed: false, likes: 3, replies: 0, quotes: null },
    { failed: true, likes: null, replies: null, quotes: null },
    { failed: false, likes: 9, replies: null, quotes: null },
  ]);
});

test('metrics come in the order people know them', () => {
  expect(metricsOf(series)).toEqual(['likes', 'replies', 'quotes']);
});

test('the last value that could be read stands in for one that could not, and zero counts', () => {
  expect(lastKnown(series, 'replies')).toMatchObject({ value: 0, observedAt: '2026-11-23T09:05:00.020Z' });
  expect(lastKnown(series, 'quotes')).toBeUndefined();
  expect(knownValue(undefined)).toBeNull();
});
