import { Problem } from './problems.ts';

/** How a wall time that exists twice is meant: the earlier or the later instant. */
export type Disambiguation = 'earlier' | 'later';

export interface ResolvedTime {
  /** The wall time as asked, to the minute. */
  wallTime: string;
  zone: string;
  /** Set only when the wall time needed it. */
  disambiguation: Disambiguation | null;
  /** The instant, RFC 3339 in UTC. */
  instant: string;
}

/**
 * The one resolver from wall time to instant: `Temporal` alone, never SQL and never the browser's own zone.
 * A time that the clock change skips, or shows twice, is asked about: Problem `time_skipped` (extra: `earlier` and
 * `later`, the wall times beside the gap) or `time_ambiguous` (extra: `earlier` and `later`, the two instants).
 */
export function resolveWallTime(
  wallTime: string,
  zone: string,
  disambiguation: Disambiguation | null = null,
): ResolvedTime {
  const local = Temporal.PlainDateTime.from(wallTime);
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { wallTime, zone, disambiguation: null, instant: earlier.toInstant().toString() };
  }
  const skipped = !earlier.toPlainDateTime().equals(local);
  if (skipped) {
    throw new Problem(
      'time_skipped',
      `${sayTime(local)} does not exist in ${zone}: the clocks go forward. Choose an earlier or a later time.`,
      {
        extra: { earlier: minutes(earlier.toPlainDateTime()), later: minutes(later.toPlainDateTime()) },
      },
    );
  }
  if (!disambiguation) {
    throw new Problem(
      'time_ambiguous',
      `${sayTime(local)} happens twice in ${zone}: the clocks go back. Choose the first or the second.`,
      {
        extra: { earlier: earlier.toInstant().toString(), later: later.toInstant().toString() },
      },
    );
  }
  const chosen = disambiguation === 'earlier' ? earlier : later;
  return { wallTime, zone, disambiguation, instant: chosen.toInstant().toString() };
}

/** Whether any calendar and clock show this wall time. */
export function isWallTime(wallTime: string): boolean {
  try {
    return minutes(Temporal.PlainDateTime.from(wallTime)) === wallTime;
  } catch {
    return false;
  }
}

/** So many minutes later, by the clock on the wall: what the clocks skip or repeat is not looked at. */
export function laterBy(wallTime: string, more: number): string {
  return minutes(Temporal.PlainDateTime.from(wallTime).add({ minutes: more }));
}

/** The wall time of an instant in a zone, to the minute: `2026-11-30T09:00`. */
export function wallTimeOf(instant: string | Date, zone: string): string {
  return minutes(zoned(instant, zone).toPlainDateTime());
}

/** Which one an instant is of the two that have its wall time in a zone; null where it is the only one. */
export function disambiguationOf(instant: string | Date, zone: string): Disambiguation | null {
  const at = zoned(instant, zone);
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    at.equals(at.toPlainDateTime().toZonedDateTime(zone, { disambiguation })),
  );
  if (earlier && later) return null;
  return earlier ? 'earlier' : 'later';
}

/** The local date of an instant in a zone: `2026-11-30`. */
export function dateOf(instant: string | Date, zone: string): string {
  return zoned(instant, zone).toPlainDate().toString();
}

/** The first instant of a local date in a zone (not always midnight). */
export function startOfDate(date: string, zone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay().toInstant().toString();
}

export interface ClockChange {
  date: string;
  /** The wall time at which it happens, by the clock before the change: `01:00`. */
  at: string;
  /** Minutes the clock moves: 60 forward, -60 back. */
  minutes: number;
}

/** The clock change on a local date, or null. */
export function clockChangeOn(date: string, zone: string): ClockChange | null {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay();
  const change = start.getTimeZoneTransition('next');
  if (!change || change.toPlainDate().toString() !== date) return null;
  const before = change.subtract({ nanoseconds: 1 });
  const moved = (change.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
  if (moved === 0) return null;
  const clock = change.toInstant().toZonedDateTimeISO(offsetOf(before.offsetNanoseconds)).toPlainTime();
  return { date, at: clock.toString({ smallestUnit: 'minute' }), minutes: moved };
}

/** An instant as people say it: `Mon 30 Nov, 09:00`; the year is added when it is not this one. */
export function sayInstant(instant: string | Date, zone: string, now: string | Date = new Date()): string {
  const value = zoned(instant, zone);
  return sayTime(value.toPlainDateTime(), zoned(now, zone).year);
}

/** A date as people say it: `30 November 2026`. */
export function sayDate(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return `${day.day} ${day.toLocaleString('en-GB', { month: 'long' })} ${day.year}`;
}

/** A wall time as people say it: `Mon 30 Nov, 09:00`. */
export function sayWallTime(wallTime: string, thisYear?: number): string {
  return sayTime(Temporal.PlainDateTime.from(wallTime), thisYear);
}

function sayTime(local: Temporal.PlainDateTime, thisYear = local.year): string {
  const day = local.toLocaleString('en-GB', { weekday: 'short' });
  const month = local.toLocaleString('en-GB', { month: 'short' });
  const year = local.year === thisYear ? '' : ` ${local.year}`;
  return `${day} ${local.day} ${month}${year}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function zoned(instant: string | Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(typeof instant === 'string' ? instant : instant.toISOString()).toZonedDateTimeISO(zone);
}

function minutes(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: 'minute' });
}

function offsetOf(nanoseconds: number): string {
  const total = Math.round(Math.abs(nanoseconds) / 60e9);
  const sign = nanoseconds < 0 ? '-' : '+';
  return `${sign}${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
