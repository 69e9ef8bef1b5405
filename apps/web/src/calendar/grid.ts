import type { CalendarView } from './calendar-search.ts';

/** The hours of a day that a week shows even when nothing is planned in them. */
const firstHour = 7;
const lastHour = 20;

const day = (date: string) => Temporal.PlainDate.from(date);

export function addDays(date: string, days: number): string {
  return day(date).add({ days }).toString();
}

/** The Monday on or before a date. */
function mondayOf(date: string): string {
  const plain = day(date);
  return plain.subtract({ days: plain.dayOfWeek - 1 }).toString();
}

/** The seven days of the week that a date is in, from Monday. */
export function weekOf(date: string): string[] {
  const monday = mondayOf(date);
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
}

/** The weeks that show a month whole, with the days of other months beside it. */
export function weeksOfMonth(date: string): string[][] {
  const first = day(date).with({ day: 1 });
  const last = first.with({ day: first.daysInMonth }).toString();
  const weeks: string[][] = [];
  for (let monday = mondayOf(first.toString()); monday <= last; monday = addDays(monday, 7)) weeks.push(weekOf(monday));
  return weeks;
}

export function daysOfMonth(date: string): string[] {
  const first = day(date).with({ day: 1 });
  return Array.from({ length: first.daysInMonth }, (_, days) => first.add({ days }).toString());
}

/** The first and the last date that a view shows, both included. */
export function rangeOf(view: CalendarView, date: string): { from: string; to: string } {
  const days = view === 'week' ? weekOf(date) : view === 'month' ? weeksOfMonth(date).flat() : daysOfMonth(date);
  return { from: days[0] ?? date, to: days.at(-1) ?? date };
}

/** The date one page before or after: a week, or the same day of a month beside it. */
export function turnPage(view: CalendarView, date: string, by: 1 | -1): string {
  return day(date)
    .add(view === 'week' ? { weeks: by } : { months: by })
    .toString();
}

export function isSameMonth(one: string, other: string): boolean {
  return one.slice(0, 7) === other.slice(0, 7);
}

/** The hours that a week needs to show: those of the working day, and any in which something is planned. */
export function hoursShown(wallTimes: readonly string[], showAll: boolean): { from: number; to: number } {
  if (showAll) return { from: 0, to: 23 };
  const hours = wallTimes.map((wallTime) => Number(wallTime.slice(11, 13)));
  return { from: Math.min(firstHour, ...hours), to: Math.max(lastHour, ...hours) };
}

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  return (date: string) => formatter.format(new Date(`${date}T00:00Z`));
};
/** `Monday 30 November`. */
export const sayDate = format({ weekday: 'long', day: 'numeric', month: 'long' });
/** `Mon 30 Nov`. */
const shortDate = format({ weekday: 'short', day: 'numeric', month: 'short' });
export const sayShortDate = (date: string) => shortDate(date).replace(',', '');
/** `November 2026`. */
const sayMonth = format({ month: 'long', year: 'numeric' });
/** `November`. */
export const sayMonthName = format({ month: 'long' });
/** `Nov`. */
export const sayShortMonth = format({ month: 'short' });
/** `Mon`. */
export const sayWeekday = format({ weekday: 'short' });
/** `Monday`. */
export const sayLongWeekday = format({ weekday: 'long' });

/** `November 2026`, or `23 – 29 November 2026`, or `30 November – 6 December 2026`. */
export function sayPage(view: CalendarView, date: string): string {
  if (view !== 'week') return sayMonth(date);
  const { from, to } = rangeOf('week', date);
  const [start, end] = [day(from), day(to)];
  if (start.year !== end.year) return `${start.day} ${sayMonth(from)} – ${end.day} ${sayMonth(to)}`;
  if (start.month !== end.month) return `${start.day} ${sayMonthName(from)} – ${end.day} ${sayMonth(to)}`;
  return `${start.day} – ${end.day} ${sayMonth(to)}`;
}

export const dayNumber = (date: string) => Number(date.slice(8));
export const sayHour = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
