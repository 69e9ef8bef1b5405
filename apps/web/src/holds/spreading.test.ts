import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyWallTime } from '../calendar/testing.ts';
import { readMinutes, spread, suggestStart } from './spreading.ts';

test('the earliest due goes first, so many minutes apart, also over midnight', () => {
  const [one, two, three] = ['2026-11-30T11:00:00Z', '2026-11-30T09:00:00Z', null].map((dueAt, id) => ({
    id: String(id),
    dueAt,
  })) as [Post, Post, Post];
  expect(spread([three, one, two], '2026-12-01T23:00', 45, 'Europe/London')).toEqual([
    { post: two, wallTime: '2026-12-01T23:00' },
    { post: one, wallTime: '2026-12-01T23:45' },
    { post: three, wallTime: '2026-12-02T00:30' },
  ]);
});
type Post = { id: string; dueAt: string | null };

test('the times of a spread are as far apart as asked, and none is lost', () => {
  const posts = fc.array(fc.record({ id: fc.uuid(), dueAt: fc.constantFrom('2026-11-30T09:00:00Z', null) }));
  fc.assert(
    fc.property(posts, anyWallTime, fc.integer({ min: 1, max: 10_080 }), (posts, from, every) => {
      const times = spread(posts, from, every, 'UTC').map(({ wallTime }) => Temporal.PlainDateTime.from(wallTime));
      expect(times).toHaveLength(posts.length);
      for (const [place, time] of times.entries())
        expect(Temporal.PlainDateTime.from(from).until(time).total('minutes')).toBe(place * every);
    }),
  );
});

test('over a change of the clocks they are as far apart, and none is a time that the clocks skip', () => {
  const posts = ['1', '2', '3', '4'].map((id) => ({ id, dueAt: null }));
  const times = (from: string) => spread(posts, from, 30, 'Europe/London').map(({ wallTime }) => wallTime.slice(11));
  expect(times('2027-03-28T00:30')).toEqual(['00:30', '02:00', '02:30', '03:00']);
  // A start that does not exist is as much later as the clocks jump.
  expect(times('2027-03-28T01:30')).toEqual(['02:30', '03:00', '03:30', '04:00']);
  expect(times('2026-10-25T01:00')).toEqual(['01:00', '01:30', '01:00', '01:30']);
});

test('a suggested start is a quarter of an hour, five minutes away at least and twenty at most', () => {
  expect(suggestStart('2026-11-30T09:05')).toBe('2026-11-30T09:15');
  expect(suggestStart('2026-11-30T23:50')).toBe('2026-12-01T00:00');
  fc.assert(
    fc.property(anyWallTime, (now) => {
      const start = suggestStart(now);
      const away = Temporal.PlainDateTime.from(now).until(start).total('minutes');
      expect(Number(start.slice(14)) % 15).toBe(0);
      expect(away).toBeGreaterThanOrEqual(5);
      expect(away).toBeLessThan(20);
    }),
  );
});

test.each([
  ['30', 30],
  [' 1 ', 1],
  ['10080', 10_080],
  ['10081', null],
  ['0', null],
  ['', null],
  ['1.5', null],
  ['half an hour', null],
])('%j minutes are read as %j', (typed, minutes) => {
  expect(readMinutes(typed)).toBe(minutes);
});
