import { Problem } from '@mobilise/contracts/problems';
import {
  type Disambiguation,
  disambiguationOf,
  resolveWallTime,
  sayInstant,
  wallTimeOf,
} from '@mobilise/contracts/time';
import type { Scope } from '../scope.ts';

/** What a person scheduled and the instant that follows from it. */
export interface Moment {
  wallTime: string;
  zone: string;
  disambiguation: Disambiguation | null;
  dueAt: Date;
}

/** Handles hold instants up to 2255, and a date so far off is a slip of the keyboard. */
const furthestYears = 10;

/**
 * The moment of a wall time in a zone. The minute that is running counts as now. Problems: `time_skipped` and
 * `time_ambiguous` of the resolver, `time_past`, and `invalid_request` for a date that no calendar has.
 * @param field where the wall time was asked for, to name it in a problem
 */
export function momentOf(
  scope: Scope,
  zone: string,
  when: { wallTime: string; disambiguation: Disambiguation | null },
  field = 'body.wallTime',
): Moment {
  const { instant, ...resolved } = resolve(when, zone, field);
  const due = new Date(instant);
  const minute = Math.floor(scope.now.getTime() / 60_000) * 60_000;
  if (due.getTime() < minute) {
    throw new Problem(
      'time_past',
      `${sayInstant(due, zone, scope.now)} has passed. Choose a later time, or publish it now.`,
      {
        extra: { now: wallTimeOf(scope.now, zone) },
      },
    );
  }
  const furthest = new Date(scope.now);
  furthest.setUTCFullYear(furthest.getUTCFullYear() + furthestYears);
  if (due > furthest) throw badTime(field, `Choose a time within ${furthestYears} years`);
  return { ...resolved, dueAt: due < scope.now ? scope.now : due };
}

/** This moment, as a wall time in a zone. */
export function momentNow(scope: Scope, zone: string): Moment {
  const { now } = scope;
  return { wallTime: wallTimeOf(now, zone), zone, disambiguation: disambiguationOf(now, zone), dueAt: now };
}

function resolve(when: { wallTime: string; disambiguation: Disambiguation | null }, zone: string, field: string) {
  try {
    return resolveWallTime(when.wallTime, zone, when.disambiguation);
  } catch (error) {
    if (error instanceof RangeError) throw badTime(field, 'There is no such date or time');
    throw error;
  }
}

function badTime(field: string, message: string): Problem {
  return new Problem('invalid_request', `${message}.`, { fields: [{ field, message }] });
}
