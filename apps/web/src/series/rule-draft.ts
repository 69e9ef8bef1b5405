import {
  type Ending,
  type MonthDay,
  type Nth,
  parseRule,
  type Recurrence,
  type Weekday,
  weekdays,
} from '@mobilise/contracts/recurrence';
import { sayMonthDay } from '@mobilise/contracts/saying-recurrence';

/** A recurrence as it stands in the fields, complete or not. */
export interface RuleDraft {
  /** Every how many of what: `week 2`. */
  often: string;
  on: readonly Weekday[];
  /** Which day of a month, as `monthDayKey` names it. */
  monthDay: string;
  ends: 'never' | 'date' | 'count';
  until: string | null;
  count: string;
  startsOn: string | null;
  time: string | null;
  /** Which is meant where the clocks show the time twice. */
  twice: 'earlier' | 'later';
}

const usual = [
  'day 1',
  'day 2',
  'week 1',
  'week 2',
  'week 3',
  'week 4',
  'month 1',
  'month 2',
  'month 3',
  'month 6',
  'month 12',
];

/** What can be chosen from, with one that is none of the usual. */
export function oftenChoices(present: string): { id: string; label: string }[] {
  return [...new Set([...usual, present])].map((id) => {
    const [every = '', interval = ''] = id.split(' ');
    if (id === 'month 12') return { id, label: 'Every year' };
    return { id, label: interval === '1' ? `Every ${every}` : `Every ${interval} ${every}s` };
  });
}

const monthDayKey = (on: MonthDay) => ('day' in on ? `${on.day}` : `${on.nth} ${on.weekday}`);

/** The ways in which a date is a day of its month: the 17th, the third Tuesday, the last one. */
export function monthDayChoices(date: string, present: string): { id: string; label: string; description?: string }[] {
  const day = Temporal.PlainDate.from(date);
  const weekday = weekdays[day.dayOfWeek - 1] ?? 'MO';
  const nth = Math.ceil(day.day / 7);
  const ways: MonthDay[] = [
    { day: day.day },
    ...(nth <= 4 ? [{ nth: nth as Nth, weekday }] : []),
    ...(day.daysInMonth - day.day < 7 ? [{ nth: -1 as const, weekday }] : []),
    { day: -1 },
  ];
  const other = monthDayOf(present);
  if (other && !ways.some((way) => monthDayKey(way) === present)) ways.unshift(other);
  return ways.map((on) => ({
    id: monthDayKey(on),
    label: `On the ${sayMonthDay(on)}`,
    ...('day' in on && on.day > 28 && { description: 'Months without one are left out.' }),
  }));
}

function monthDayOf(key: string): MonthDay | null {
  const [number = '', weekday] = key.split(' ');
  if (!number) return null;
  return weekday ? { nth: Number(number) as Nth, weekday: weekday as Weekday } : { day: Number(number) };
}

/** Every week on the weekday of a date, from that date on. */
export function startRule(date: string, time: string): RuleDraft {
  const day = Temporal.PlainDate.from(date);
  return {
    often: 'week 1',
    on: [weekdays[day.dayOfWeek - 1] ?? 'MO'],
    monthDay: `${day.day}`,
    ends: 'never',
    until: null,
    count: '10',
    startsOn: date,
    time,
    twice: 'earlier',
  };
}

/** A series as it stands in the fields. */
export function draftOf(series: {
  rule: string;
  startsOn: string;
  time: string;
  twice: 'earlier' | 'later';
}): RuleDraft {
  const start = startRule(series.startsOn, series.time);
  const recurrence = parseRule(series.rule);
  if (!recurrence) return start;
  const { end } = recurrence;
  return {
    ...start,
    twice: series.twice,
    often: `${recurrence.every} ${recurrence.interval}`,
    ...(recurrence.every === 'week' && { on: recurrence.on }),
    ...(recurrence.every === 'month' && { monthDay: monthDayKey(recurrence.on) }),
    ...(end && 'until' in end && { ends: 'date' as const, until: end.until }),
    ...(end && 'count' in end && { ends: 'count' as const, count: `${end.count}` }),
  };
}

/** With another first date, which takes the weekday and the day of the month along while they are those of the old one. */
export function startingOn(draft: RuleDraft, date: string | null): RuleDraft {
  if (!date || !draft.startsOn) return { ...draft, startsOn: date };
  const [before, after] = [startRule(draft.startsOn, ''), startRule(date, '')];
  return {
    ...draft,
    startsOn: date,
    on: draft.on.join() === before.on.join() ? after.on : draft.on,
    monthDay: draft.monthDay === before.monthDay ? after.monthDay : draft.monthDay,
  };
}

/** What the fields come to; null while something is missing. */
export function recurrenceOf(draft: RuleDraft): Recurrence | null {
  const [every, intervalText] = draft.often.split(' ');
  const interval = Number(intervalText);
  const end = endingOf(draft);
  if (end === undefined) return null;
  if (every === 'day') return { every, interval, end };
  if (every === 'week') return draft.on.length > 0 ? { every, interval, on: draft.on, end } : null;
  const on = monthDayOf(draft.monthDay);
  return on && { every: 'month', interval, on, end };
}

function endingOf({ ends, until, count }: RuleDraft): Ending | undefined {
  if (ends === 'never') return null;
  if (ends === 'date') return until ? { until } : undefined;
  return /^[1-9]\d{0,2}$/.test(count) ? { count: Number(count) } : undefined;
}
