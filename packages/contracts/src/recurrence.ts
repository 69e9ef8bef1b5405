import { z } from 'zod';
import { localDate } from './fields.ts';

/*
 * When something recurs: a part of RFC 5545's RRULE, expanded as local dates and never as instants. Each date is resolved
 * afterwards, like any other wall time. Why by hand: docs/decisions/019.
 */

/** As RFC 5545 names them, from Monday on. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** Which weekday of a month: the first to the fourth, or the last. */
export type Nth = 1 | 2 | 3 | 4 | -1;

/** A month's day by its number (-1 is the last; a month without it is left out), or by its weekday. */
export type MonthDay = { day: number } | { nth: Nth; weekday: Weekday };

export type Repeating =
  | { every: 'day'; interval: number }
  | { every: 'week'; interval: number; on: readonly Weekday[] }
  | { every: 'month'; interval: number; on: MonthDay };

/** After so many dates, or after the last one that is not later; null: until somebody ends it. */
export type Ending = { count: number } | { until: string } | null;

export type Recurrence = Repeating & { end: Ending };

const longestInterval = 52;
const mostDates = 1000;
const whole = (most: number) =>
  z
    .stringFormat('number', /^[1-9]\d{0,3}$/)
    .transform(Number)
    .pipe(z.number().max(most));
const until = z
  .stringFormat('date', /^\d{8}$/)
  .transform((text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
  .pipe(localDate);

/** What an RRULE says, or null when it is none of those that can be planned here. */
export function parseRule(text: string): Recurrence | null {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=([A-Z0-9,-]+)$/.exec(part) ?? [];
    if (!name || parts.has(name)) return null;
    parts.set(name, value);
  }
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const frequency = take('FREQ');
  const interval = whole(longestInterval).safeParse(take('INTERVAL') ?? '1').data;
  const end = parseEnd(take('COUNT'), take('UNTIL'));
  // Weeks begin on Monday here, which is the standard's default.
  if (!interval || end === undefined || (take('WKST') ?? 'MO') !== 'MO') return null;
  const [days, monthDay] = [take('BYDAY'), take('BYMONTHDAY')];
  if (parts.size > 0) return null;
  if (frequency === 'DAILY') return days || monthDay ? null : { every: 'day', interval, end };
  if (frequency === 'WEEKLY') {
    const on = weekdays.filter((day) => days?.split(',').includes(day));
    return monthDay || on.length === 0 || on.length !== days?.split(',').length
      ? null
      : { every: 'week', interval, on, end };
  }
  const on = frequency === 'MONTHLY' ? parseMonthDay(days, monthDay) : null;
  return on && { every: 'month', interval, on, end };
}

function parseEnd(count: string | undefined, untilText: string | undefined): Ending | undefined {
  if (count !== undefined && untilText !== undefined) return undefined;
  if (count !== undefined) {
    const parsed = whole(mostDates).safeParse(count);
    return parsed.success ? { count: parsed.data } : undefined;
  }
  if (untilText === undefined) return null;
  const parsed = until.safeParse(untilText);
  return parsed.success ? { until: parsed.data } : undefined;
}

function parseMonthDay(days: string | undefined, monthDay: string | undefined): MonthDay | null {
  if (days !== undefined && monthDay !== undefined) return null;
  if (monthDay !== undefined) {
    const day = /^(-1|[1-9]|[12]\d|3[01])$/.test(monthDay) ? Number(monthDay) : null;
    return day === null ? null : { day };
  }
  const [, nth, day] = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(days ?? '') ?? [];
  return nth && day ? { nth: Number(nth) as Nth, weekday: day as Weekday } : null;
}

/** The one way to write a recurrence as an RRULE. */
export function writeRule(recurrence: Recurrence): string {
  const { every, interval, end } = recurrence;
  const parts = [{ day: 'FREQ=DAILY', week: 'FREQ=WEEKLY', month: 'FREQ=MONTHLY' }[every]];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (recurrence.every === 'week')
    parts.push(`BYDAY=${weekdays.filter((day) => recurrence.on.includes(day)).join(',')}`);
  if (recurrence.every === 'month') {
    const { on } = recurrence;
    parts.push('day' in on ? `BYMONTHDAY=${on.day}` : `BYDAY=${on.nth}${on.weekday}`);
  }
  if (end && 'count' in end) parts.push(`COUNT=${end.count}`);
  if (end && 'until' in end) parts.push(`UNTIL=${end.until.replaceAll('-', '')}`);
  return parts.join(';');
}

/** An RRULE of those that can be planned here, written in the one way. */
export const rrule = z
  .string()
  .max(200)
  .refine(
    (text) => parseRule(text) !== null,
    'Repeat every so many days, weeks or months, such as FREQ=WEEKLY;BYDAY=TU',
  )
  .overwrite((text) => {
    const recurrence = parseRule(text);
    return recurrence ? writeRule(recurrence) : text;
  })
  .describe(
    'RFC 5545: FREQ DAILY, WEEKLY with BYDAY, MONTHLY with BYMONTHDAY or BYDAY; INTERVAL; COUNT or UNTIL (a date).',
  );

/** The dates of a recurrence between two local dates, both included, in order. `startsOn` is a date of it only where it matches. */
export function datesBetween(recurrence: Recurrence, startsOn: string, from: string, to: string): string[] {
  const dates: string[] = [];
  for (const date of datesUntil(recurrence, startsOn, to)) if (date >= from) dates.push(date);
  return dates;
}

/** Years in which a date of a recurrence must come: the 29th of February takes eight at most, around 2100. */
const farthest = 10;

/** The next so many dates of a recurrence, from a local date on; fewer when it ends before. */
export function nextDates(recurrence: Recurrence, startsOn: string, from: string, count: number): string[] {
  const dates: string[] = [];
  const to = later(from > startsOn ? from : startsOn, { years: farthest });
  for (const date of datesUntil(recurrence, startsOn, to)) {
    if (date < from) continue;
    if (dates.length === count) break;
    dates.push(date);
  }
  return dates;
}

function* datesUntil(recurrence: Recurrence, startsOn: string, to: string): Generator<string> {
  const { end } = recurrence;
  const last = end && 'until' in end && end.until < to ? end.until : to;
  let left = end && 'count' in end ? end.count : Number.POSITIVE_INFINITY;
  for (let period = 0; left > 0; period += recurrence.interval) {
    const { first, dates } = datesOfPeriod(recurrence, startsOn, period);
    if (first > last) return;
    for (const date of dates) {
      if (date < startsOn) continue;
      if (date > last || left === 0) return;
      left -= 1;
      yield date;
    }
  }
}

/** The dates in the day, week or month so many after that of `startsOn`, and the first day of it. */
function datesOfPeriod(
  recurrence: Recurrence,
  startsOn: string,
  period: number,
): { first: string; dates: readonly string[] } {
  const start = Temporal.PlainDate.from(startsOn);
  if (recurrence.every === 'day') {
    const first = start.add({ days: period }).toString();
    return { first, dates: [first] };
  }
  if (recurrence.every === 'week') {
    const monday = start.subtract({ days: start.dayOfWeek - 1 }).add({ weeks: period });
    const dates = weekdays.flatMap((day, index) =>
      recurrence.on.includes(day) ? [monday.add({ days: index }).toString()] : [],
    );
    return { first: monday.toString(), dates };
  }
  const first = start.with({ day: 1 }).add({ months: period });
  const day = dayOfMonth(first, recurrence.on);
  return { first: first.toString(), dates: day ? [first.with({ day }).toString()] : [] };
}

/** The number of a month's day, or null where the month has none. */
function dayOfMonth(first: Temporal.PlainDate, on: MonthDay): number | null {
  const length = first.daysInMonth;
  if ('day' in on) return on.day === -1 ? length : on.day > length ? null : on.day;
  const wanted = weekdays.indexOf(on.weekday) + 1;
  const earliest = ((wanted - first.dayOfWeek + 7) % 7) + 1;
  if (on.nth > 0) return earliest + (on.nth - 1) * 7;
  return earliest + Math.floor((length - earliest) / 7) * 7;
}

/** A local date so much later. */
export function later(date: string, by: { days?: number; years?: number }): string {
  return Temporal.PlainDate.from(date).add(by).toString();
}
