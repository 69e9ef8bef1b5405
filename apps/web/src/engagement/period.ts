import type { EngagementSearch, Preset } from './engagement-search.ts';

/** Days from the first to the last that the server reads at most. */
export const longest = 366;

interface Dates {
  from: string;
  to: string;
}

export interface Period extends Dates {
  preset: Preset;
  /** With its preposition, for a sentence: `in November`, `in the last 28 days`, `between 3 and 9 November`. */
  words: string;
  /** What it is measured against. With `null` dates: the same number of days just before, which the server knows. */
  before: { dates: Dates | null; words: string };
}

/** The period an address means on this date of the workspace. Dates that are missing or reversed become this month. */
export function periodOf({ period = 'this-month', from, to }: EngagementSearch, today: string): Period {
  const now = Temporal.PlainDate.from(today);
  const first = now.with({ day: 1 });
  if (period === 'last-month') return wholeMonth(first.subtract({ months: 1 }), now.year);
  if (period === '28-days') {
    const dates = { from: now.subtract({ days: 27 }).toString(), to: today };
    return { preset: period, ...dates, words: 'in the last 28 days', before: justBefore(28) };
  }
  if (period === 'custom' && from && to && from <= to && daysOf({ from, to }) <= longest + 1) {
    return {
      preset: period,
      from,
      to,
      words: sayDates({ from, to }, now.year),
      before: justBefore(daysOf({ from, to })),
    };
  }
  return monthToDate(now);
}

/** A month is measured against the month before, whatever their lengths: that is what people mean by it. */
function wholeMonth(first: Temporal.PlainDate, thisYear: number): Period {
  const previous = first.subtract({ months: 1 });
  return {
    preset: 'last-month',
    ...monthDates(first),
    words: `in ${sayMonth(first, thisYear)}`,
    before: { dates: monthDates(previous), words: sayMonth(previous, thisYear) },
  };
}

/** A month that is under way is measured against the same days of the month before. */
function monthToDate(now: Temporal.PlainDate): Period {
  const first = now.with({ day: 1 });
  const previous = first.subtract({ months: 1 });
  const isOver = now.day === now.daysInMonth;
  const last = isOver ? previous.daysInMonth : Math.min(now.day, previous.daysInMonth);
  const month = sayMonth(previous, now.year);
  return {
    preset: 'this-month',
    from: first.toString(),
    to: now.toString(),
    words: `in ${sayMonth(first, now.year)}`,
    before: {
      dates: { from: previous.toString(), to: previous.with({ day: last }).toString() },
      words: isOver ? month : last === 1 ? `the first day of ${month}` : `the first ${last} days of ${month}`,
    },
  };
}

const monthDates = (first: Temporal.PlainDate): Dates => ({
  from: first.toString(),
  to: first.with({ day: first.daysInMonth }).toString(),
});

const justBefore = (days: number): Period['before'] => ({
  dates: null,
  words: days === 1 ? 'the day before' : `the ${days} days before`,
});

function daysOf({ from, to }: Dates): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1;
}

function sayMonth(date: Temporal.PlainDate, thisYear: number): string {
  return date.toLocaleString('en-GB', { month: 'long', ...(date.year !== thisYear && { year: 'numeric' }) });
}

function sayDates({ from, to }: Dates, thisYear: number): string {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const whole = (date: Temporal.PlainDate) => `${date.day} ${sayMonth(date, thisYear)}`;
  if (first.equals(last)) return `on ${whole(last)}`;
  const sameMonth = first.year === last.year && first.month === last.month;
  return `between ${sameMonth ? first.day : whole(first)} and ${whole(last)}`;
}
