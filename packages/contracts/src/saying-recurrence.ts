import type { MonthDay, Recurrence, Weekday } from './recurrence.ts';
import { weekdays } from './recurrence.ts';

const names: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

export const sayWeekday = (day: Weekday) => names[day];

/** `15th` */
const sayOrdinal = (number: number) => `${number}${endings[ordinals.select(number)]}`;

/** `first Tuesday`, `last day`, `15th`. */
export function sayMonthDay(on: MonthDay): string {
  if ('day' in on) return on.day === -1 ? 'last day' : sayOrdinal(on.day);
  const which = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' }[on.nth];
  return `${which} ${names[on.weekday]}`;
}

/** A recurrence in plain words: `Every Tuesday at 09:00 until 30 June`; the year is said when it is not `thisYear`. */
export function sayRecurrence(recurrence: Recurrence, time: string, thisYear: number): string {
  return `${sayDays(recurrence)} at ${time}${sayEnd(recurrence, thisYear)}`;
}

function sayDays(recurrence: Recurrence): string {
  const { every, interval } = recurrence;
  const period =
    interval === 1 ? `Every ${every}` : interval === 2 ? `Every second ${every}` : `Every ${interval} ${every}s`;
  if (recurrence.every === 'day') return period;
  if (recurrence.every === 'month') return `${period} on the ${sayMonthDay(recurrence.on)}`;
  const { on } = recurrence;
  const days =
    on.length === 7
      ? 'day'
      : on.length === 5 && !on.includes('SA') && !on.includes('SU')
        ? 'weekday'
        : list.format(weekdays.filter((day) => on.includes(day)).map((day) => names[day]));
  if (interval === 1) return `Every ${days}`;
  return on.length === 7 ? `${period}, on every day` : `${period} on ${days === 'weekday' ? 'weekdays' : days}`;
}

function sayEnd({ end }: Recurrence, thisYear: number): string {
  if (!end) return '';
  if ('count' in end) return end.count === 1 ? ', once' : `, ${end.count} times`;
  const date = Temporal.PlainDate.from(end.until);
  const month = date.toLocaleString('en-GB', { month: 'long' });
  return ` until ${date.day} ${month}${date.year === thisYear ? '' : ` ${date.year}`}`;
}
