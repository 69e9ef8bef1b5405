import type { Problem } from '@mobilise/contracts/problems';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../scope.ts';
import { momentNow, momentOf } from './moment.ts';

const at = (now: string) => ({ now: new Date(now) }) as Scope;
const wall = (wallTime: string, disambiguation: 'earlier' | 'later' | null = null) => ({ wallTime, disambiguation });

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('It was not refused');
}

describe('a wall time', () => {
  test('nine o’clock stays nine o’clock when the clocks change', () => {
    const october = at('2026-10-01T12:00:00Z');
    expect(momentOf(october, 'Europe/London', wall('2026-10-23T09:00')).dueAt.toISOString()).toBe(
      '2026-10-23T08:00:00.000Z',
    );
    expect(momentOf(october, 'Europe/London', wall('2026-10-26T09:00')).dueAt.toISOString()).toBe(
      '2026-10-26T09:00:00.000Z',
    );
    expect(momentOf(october, 'America/New_York', wall('2026-10-30T09:00')).dueAt.toISOString()).toBe(
      '2026-10-30T13:00:00.000Z',
    );
    expect(momentOf(october, 'America/New_York', wall('2026-11-02T09:00')).dueAt.toISOString()).toBe(
      '2026-11-02T14:00:00.000Z',
    );
  });

  test.each([
    ['Europe/London', '2026-10-25T01:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
  ])('that exists twice in %s is asked about, and taken as answered', (zone, wallTime, earlier, later) => {
    const october = at('2026-10-01T12:00:00Z');
    expect(problemOf(() => momentOf(october, zone, wall(wallTime)))).toMatchObject({
      code: 'time_ambiguous',
      extra: { earlier, later },
    });
    expect(momentOf(october, zone, wall(wallTime, 'earlier'))).toMatchObject({
      disambiguation: 'earlier',
      dueAt: new Date(earlier),
    });
    expect(momentOf(october, zone, wall(wallTime, 'later'))).toMatchObject({
      disambiguation: 'later',
      dueAt: new Date(later),
    });
  });

  test.each([
    ['Europe/London', '2027-03-28T01:30', '2027-03-28T00:30', '2027-03-28T02:30'],
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T01:30', '2027-03-14T03:30'],
  ])('that does not exist in %s is refused, naming the times beside the gap', (zone, wallTime, earlier, later) => {
    const problem = problemOf(() => momentOf(at('2026-12-01T12:00:00Z'), zone, wall(wallTime, 'later')));
    expect(problem).toMatchObject({ code: 'time_skipped', extra: { earlier, later } });
  });

  test('that has passed is refused', () => {
    expect(problemOf(() => momentOf(at('2026-11-30T09:01:00Z'), 'Europe/London', wall('2026-11-30T09:00'))).code).toBe(
      'time_past',
    );
  });

  test('of the running minute means now', () => {
    const scope = at('2026-11-30T09:00:42Z');
    expect(momentOf(scope, 'Europe/London', wall('2026-11-30T09:00'))).toMatchObject({
      wallTime: '2026-11-30T09:00',
      dueAt: scope.now,
    });
  });

  test('that no calendar has names the field', () => {
    for (const wallTime of ['2026-02-30T09:00', '2026-13-01T09:00', '2027-01-01T25:00', '2300-01-01T09:00']) {
      expect(
        problemOf(() => momentOf(at('2026-01-01T00:00:00Z'), 'Europe/London', wall(wallTime))),
        wallTime,
      ).toMatchObject({
        code: 'invalid_request',
        fields: [{ field: 'body.wallTime' }],
      });
    }
  });
});

describe('now', () => {
  test('is the wall time of the zone', () => {
    expect(momentNow(at('2026-11-30T09:00:42Z'), 'America/New_York')).toMatchObject({
      wallTime: '2026-11-30T04:00',
      disambiguation: null,
    });
  });

  test('knows which of two equal hours it is in', () => {
    expect(momentNow(at('2026-10-25T00:30:10Z'), 'Europe/London')).toMatchObject({
      wallTime: '2026-10-25T01:30',
      disambiguation: 'earlier',
    });
    expect(momentNow(at('2026-10-25T01:30:10Z'), 'Europe/London')).toMatchObject({
      wallTime: '2026-10-25T01:30',
      disambiguation: 'later',
    });
  });
});
