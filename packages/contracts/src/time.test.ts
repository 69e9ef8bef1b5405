import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from './problems.ts';
import {
  clockChangeOn,
  dateOf,
  disambiguationOf,
  resolveWallTime,
  sayInstant,
  startOfDate,
  wallTimeOf,
} from './time.ts';

const zones = ['Europe/London', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
const anyInstant = fc
  .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') })
  .map((ms) => new Date(ms - (ms % 60_000)));

function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('Expected a problem');
}

describe('resolving a wall time', () => {
  test('09:00 stays 09:00 on both sides of a clock change', () => {
    expect(resolveWallTime('2026-10-24T09:00', 'Europe/London').instant).toBe('2026-10-24T08:00:00Z');
    expect(resolveWallTime('2026-10-25T09:00', 'Europe/London').instant).toBe('2026-10-25T09:00:00Z');
  });

  test.each([
    ['Europe/London', '2026-03-29T01:30', '2026-03-29T00:30', '2026-03-29T02:30'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T01:30', '2026-03-08T03:30'],
    ['Australia/Sydney', '2026-10-04T02:30', '2026-10-04T01:30', '2026-10-04T03:30'],
  ])('asks about a time that does not exist in %s', (zone, wallTime, earlier, later) => {
    const problem = problemOf(() => resolveWallTime(wallTime, zone, 'later'));
    expect(problem).toMatchObject({ code: 'time_skipped', extra: { earlier, later } });
  });

  test.each([
    ['Europe/London', '2026-10-25T01:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['Australia/Sydney', '2026-04-05T02:30', '2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z'],
  ])('asks about a time that exists twice in %s, and takes either answer', (zone, wallTime, earlier, later) => {
    expect(problemOf(() => resolveWallTime(wallTime, zone))).toMatchObject({
      code: 'time_ambiguous',
      extra: { earlier, later },
    });
    expect(resolveWallTime(wallTime, zone, 'earlier').instant).toBe(earlier);
    expect(resolveWallTime(wallTime, zone, 'later').instant).toBe(later);
  });

  test('an answer that is not needed is not kept', () => {
    expect(resolveWallTime('2026-11-30T09:00', 'Europe/London', 'later').disambiguation).toBeNull();
  });

  test('an instant tells how its wall time was meant', () => {
    expect(disambiguationOf('2026-10-25T00:30:27Z', 'Europe/London')).toBe('earlier');
    expect(disambiguationOf('2026-10-25T01:30:00Z', 'Europe/London')).toBe('later');
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
        const disambiguation = disambiguationOf(instant, zone);
        const resolved = resolveWallTime(wallTimeOf(instant, zone), zone, disambiguation);
        expect(resolved).toMatchObject({ disambiguation });
        expect(Date.parse(resolved.instant)).toBe(instant.getTime());
      }),
    );
  });

  test('every instant is found again from its wall time, by one of the two answers at most', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
        const wallTime = wallTimeOf(instant, zone);
        const found = (['earlier', 'later'] as const).map((which) => resolveWallTime(wallTime, zone, which).instant);
        expect(found.map((value) => Date.parse(value))).toContain(instant.getTime());
      }),
    );
  });
});

test('the days of a zone follow one another without gap or overlap', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
      const date = dateOf(instant, zone);
      const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
      expect(Date.parse(startOfDate(date, zone))).toBeLessThanOrEqual(instant.getTime());
      expect(Date.parse(startOfDate(next, zone))).toBeGreaterThan(instant.getTime());
    }),
  );
});

test.each([
  ['Europe/London', '2026-03-29', { at: '01:00', minutes: 60 }],
  ['Europe/London', '2026-10-25', { at: '02:00', minutes: -60 }],
  ['America/New_York', '2026-11-01', { at: '02:00', minutes: -60 }],
  ['Australia/Lord_Howe', '2026-10-04', { at: '02:00', minutes: 30 }],
])('the clock change of %s on %s is told by the clock before it', (zone, date, change) => {
  expect(clockChangeOn(date, zone)).toEqual({ date, ...change });
  expect(clockChangeOn(Temporal.PlainDate.from(date).add({ days: 1 }).toString(), zone)).toBeNull();
});

test('times are said as people say them, with the year only when it is another', () => {
  expect(sayInstant('2026-11-30T09:00:00Z', 'Europe/London', '2026-11-23T00:00:00Z')).toBe('Mon 30 Nov, 09:00');
  expect(sayInstant('2027-01-04T09:00:00Z', 'Europe/London', '2026-11-23T00:00:00Z')).toBe('Mon 4 Jan 2027, 09:00');
});
