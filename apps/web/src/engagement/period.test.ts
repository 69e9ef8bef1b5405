import { expect, test } from 'vitest';
import { engagementSearch } from './engagement-search.ts';
import { periodOf } from './period.ts';

test('this month reaches to today and is measured against the same days of the month before', () => {
  expect(periodOf({}, '2026-11-23')).toEqual({
    preset: 'this-month',
    from: '2026-11-01',
    to: '2026-11-23',
    words: 'in November',
    before: { dates: { from: '2026-10-01', to: '2026-10-23' }, words: 'the first 23 days of October' },
  });
  expect(periodOf({}, '2026-11-01').before.words).toBe('the first day of October');
});

test('on its last day a month is measured against the whole month before', () => {
  expect(periodOf({}, '2026-11-30').before).toEqual({
    dates: { from: '2026-10-01', to: '2026-10-31' },
    words: 'October',
  });
  expect(periodOf({}, '2026-03-31').before).toEqual({
    dates: { from: '2026-02-01', to: '2026-02-28' },
    words: 'February',
  });
});

test('days that a shorter month before does not have are left out', () => {
  expect(periodOf({}, '2026-03-30').before).toEqual({
    dates: { from: '2026-02-01', to: '2026-02-28' },
    words: 'the first 28 days of February',
  });
});

test('a month of another year is said with its year', () => {
  expect(periodOf({ period: 'last-month' }, '2026-01-15')).toMatchObject({
    from: '2025-12-01',
    to: '2025-12-31',
    words: 'in December 2025',
    before: { dates: { from: '2025-11-01', to: '2025-11-30' }, words: 'November 2025' },
  });
});

test('the last 28 days end today and are measured against the 28 before', () => {
  expect(periodOf({ period: '28-days' }, '2026-11-23')).toMatchObject({
    from: '2026-10-27',
    to: '2026-11-23',
    before: { dates: null, words: 'the 28 days before' },
  });
});

test.each([
  ['2026-11-03', '2026-11-09', 'between 3 and 9 November', 'the 7 days before'],
  ['2026-10-28', '2026-11-09', 'between 28 October and 9 November', 'the 13 days before'],
  ['2025-12-28', '2026-01-03', 'between 28 December 2025 and 3 January', 'the 7 days before'],
  ['2026-11-09', '2026-11-09', 'on 9 November', 'the day before'],
])('dates of one’s own are said as people say them: %s to %s', (from, to, words, before) => {
  const period = periodOf({ period: 'custom', from, to }, '2026-11-23');
  expect(period).toMatchObject({ preset: 'custom', from, to, words });
  expect(period.before).toEqual({ dates: null, words: before });
});

test('dates that are missing, reversed or too far apart become this month', () => {
  for (const dates of [
    {},
    { from: '2026-11-09' },
    { from: '2026-11-09', to: '2026-11-08' },
    { from: '2024-01-01', to: '2026-01-01' },
  ]) {
    expect(periodOf({ period: 'custom', ...dates }, '2026-11-23').preset).toBe('this-month');
  }
});

test('what an address says wrongly is left out', () => {
  expect(engagementSearch.parse({ period: 'always', from: '31/12', kind: 'poem', channel: 'x' })).toEqual({});
});
