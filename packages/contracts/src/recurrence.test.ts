import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import {
  datesBetween,
  type MonthDay,
  nextDates,
  parseRule,
  type Recurrence,
  type Repeating,
  rrule,
  type Weekday,
  weekdays,
  writeRule,
} from './recurrence.ts';
import { sayRecurrence } from './saying-recurrence.ts';
import { textsNeeded } from './series.ts';

const anyDate = fc
  .integer({ min: 0, max: 3652 })
  .map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }).toString());
const anyWeekday = fc.constantFrom(...weekdays);
const anyMonthDay: fc.Arbitrary<MonthDay> = fc.oneof(
  fc.record({ day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)) }),
  fc.record({ nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const), weekday: anyWeekday }),
);
const interval = fc.integer({ min: 1, max: 7 });
const anyRepeating: fc.Arbitrary<Repeating> = fc.oneof(
  fc.record({ every: fc.constant('day' as const), interval }),
  fc.record({
    every: fc.constant('week' as const),
    interval,
    on: fc
      .uniqueArray(anyWeekday, { minLength: 1 })
      .map((on): readonly Weekday[] => weekdays.filter((day) => on.includes(day))),
  }),
  fc.record({ every: fc.constant('month' as const), interval, on: anyMonthDay }),
);
const anyRecurrence: fc.Arbitrary<Recurrence> = fc
  .tuple(
    anyRepeating,
    fc.oneof(
      fc.constant(null),
      fc.record({ count: fc.integer({ min: 1, max: 40 }) }),
      anyDate.map((until) => ({ until })),
    ),
  )
  .map(([repeating, end]): Recurrence => ({ ...repeating, end }));

/** Whether a date is one of a recurrence, asked of each day by itself: slow, and nothing like what is tested. */
function isOn(repeating: Repeating, startsOn: string, date: string): boolean {
  const [start, day] = [Temporal.PlainDate.from(startsOn), Temporal.PlainDate.from(date)];
  const epochDays = (value: Temporal.PlainDate) => Temporal.PlainDate.from('1970-01-05').until(value).days;
  if (repeating.every === 'day') return (epochDays(day) - epochDays(start)) % repeating.interval === 0;
  if (repeating.every === 'week') {
    // 1970-01-05 was a Monday.
    const weeks = Math.floor(epochDays(day) / 7) - Math.floor(epochDays(start) / 7);
    return weeks % repeating.interval === 0 && repeating.on.includes(weekdays[day.dayOfWeek - 1] ?? 'MO');
  }
  const months = (day.year - start.year) * 12 + day.month - start.month;
  if (months % repeating.interval !== 0) return false;
  const { on } = repeating;
  if ('day' in on) return on.day === -1 ? day.add({ days: 1 }).day === 1 : day.day === on.day;
  if (weekdays[day.dayOfWeek - 1] !== on.weekday) return false;
  return on.nth === -1 ? day.add({ days: 7 }).month !== day.month : Math.ceil(day.day / 7) === on.nth;
}

function naiveDates({ end, ...repeating }: Recurrence, startsOn: string, from: string, to: string): string[] {
  const dates: string[] = [];
  for (let day = Temporal.PlainDate.from(startsOn); day.toString() <= to; day = day.add({ days: 1 }))
    if (isOn(repeating as Repeating, startsOn, day.toString())) dates.push(day.toString());
  const ended = dates.filter((date, index) => !end || ('count' in end ? index < end.count : date <= end.until));
  return ended.filter((date) => date >= from);
}

describe('the dates of a recurrence', () => {
  const anyWindow = fc.tuple(anyDate, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 400 }));
  const plus = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();

  it('are those that asking every day by itself finds, each once and in order', () => {
    let found = 0;
    fc.assert(
      fc.property(anyRecurrence, anyWindow, (recurrence, [startsOn, wait, length]) => {
        const [from, to] = [plus(startsOn, wait - 100), plus(startsOn, wait - 100 + length)];
        const dates = datesBetween(recurrence, startsOn, from, to);
        found += dates.length;
        expect(dates).toEqual(naiveDates(recurrence, startsOn, from, to));
        expect(dates).toEqual([...new Set(dates)].sort());
      }),
      { numRuns: 300, seed: 20261126 },
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('are those that another implementation of the standard finds', () => {
    fc.assert(
      fc.property(anyRecurrence, anyWindow, (recurrence, [startsOn, wait, length]) => {
        const [from, to] = [plus(startsOn, wait), plus(startsOn, wait + length)];
        const other = new RRuleTemporal({
          rruleString: `DTSTART:${startsOn.replaceAll('-', '')}T120000Z\nRRULE:${writeRule(recurrence).replace(/(UNTIL=\d{8})/, '$1T235959Z')}`,
        });
        const theirs = other.between(new Date(`${from}T00:00:00Z`), new Date(`${to}T23:59:59Z`), true);
        expect(datesBetween(recurrence, startsOn, from, to)).toEqual(
          theirs.map((date) => date.toString().slice(0, 10)),
        );
      }),
      { numRuns: 300, seed: 20261126 },
    );
  });

  it('are the next so many, and fewer when it ends', () => {
    const tuesdays: Recurrence = { every: 'week', interval: 1, on: ['TU'], end: { until: '2026-12-15' } };
    expect(nextDates(tuesdays, '2026-11-24', '2026-11-26', 5)).toEqual(['2026-12-01', '2026-12-08', '2026-12-15']);
    expect(nextDates({ ...tuesdays, end: null }, '2027-03-01', '2026-11-26', 1)).toEqual(['2027-03-02']);
    // The day in February that comes every four years is found, and a rule that never matches ends.
    const leapDay: Recurrence = { every: 'month', interval: 12, on: { day: 29 }, end: null };
    expect(nextDates(leapDay, '2026-02-01', '2026-02-01', 1)).toEqual(['2028-02-29']);
    expect(nextDates({ ...leapDay, on: { day: 31 } }, '2026-02-01', '2026-02-01', 1)).toEqual([]);
  });
});

describe('an RRULE', () => {
  it('is read as it is written', () => {
    fc.assert(
      fc.property(anyRecurrence, (recurrence) => {
        expect(parseRule(writeRule(recurrence))).toEqual(recurrence);
      }),
    );
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=TH,TU;WKST=MO;INTERVAL=1', 'FREQ=WEEKLY;BYDAY=TU,TH'],
    ['INTERVAL=2;FREQ=DAILY;COUNT=10', 'FREQ=DAILY;INTERVAL=2;COUNT=10'],
    ['FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630', 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630'],
  ])('%s is kept as %s', (given, kept) => {
    expect(rrule.parse(given)).toBe(kept);
  });

  it.each([
    'FREQ=HOURLY',
    'FREQ=SECONDLY;COUNT=1000000',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;BYDAY=2TU',
    'FREQ=WEEKLY;BYDAY=TU,TU',
    'FREQ=WEEKLY;BYDAY=TU;WKST=SU',
    'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYDAY=5TU',
    'FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=3;UNTIL=20270101',
    'FREQ=DAILY;UNTIL=20270231',
    'FREQ=DAILY;INTERVAL=53',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;X=1',
    'FREQ=DAILY\nDTSTART:20200101',
    '',
  ])('that cannot be planned is refused: %j', (text) => {
    expect(parseRule(text)).toBeNull();
    expect(rrule.safeParse(text).success).toBe(false);
  });
});

it.each([
  ['FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630', 'Every Tuesday at 09:00 until 30 June'],
  ['FREQ=WEEKLY;BYDAY=TU,TH', 'Every Tuesday and Thursday at 09:00'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday at 09:00'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR', 'Every second week on weekdays at 09:00'],
  ['FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;COUNT=4', 'Every 3 weeks on Sunday at 09:00, 4 times'],
  ['FREQ=DAILY', 'Every day at 09:00'],
  ['FREQ=DAILY;INTERVAL=3;COUNT=1', 'Every 3 days at 09:00, once'],
  ['FREQ=MONTHLY;BYMONTHDAY=22', 'Every month on the 22nd at 09:00'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270131', 'Every month on the last day at 09:00 until 31 January 2027'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU', 'Every second month on the second Tuesday at 09:00'],
])('%s is said as “%s”', (text, words) => {
  const recurrence = parseRule(text);
  expect(recurrence && sayRecurrence(recurrence, '09:00', 2026)).toBe(words);
});

describe('the texts that a series needs', () => {
  it('are as many as dates lie within the days for which a platform compares', () => {
    const daily = datesBetween({ every: 'day', interval: 1, end: null }, '2026-12-01', '2026-12-01', '2026-12-31');
    const weekly = datesBetween({ every: 'day', interval: 7, end: null }, '2026-12-01', '2026-12-01', '2027-12-01');
    expect([0, 1, 2, 7].map((days) => textsNeeded(daily, days))).toEqual([1, 2, 3, 8]);
    expect([6, 7, 13, 14].map((days) => textsNeeded(weekly, days))).toEqual([1, 2, 2, 3]);
    expect(textsNeeded([], 7)).toBe(1);
  });

  it('keep the same text apart by more than those days when they take turns, and one fewer does not', () => {
    fc.assert(
      fc.property(anyRecurrence, anyDate, fc.integer({ min: 1, max: 30 }), (recurrence, startsOn, days) => {
        const dates = nextDates(recurrence, startsOn, startsOn, 60);
        const needed = textsNeeded(dates, days);
        const apart = (turns: number) =>
          dates.every((date, index) => {
            const again = dates[index + turns];
            return !again || Temporal.PlainDate.from(date).until(again).days > days;
          });
        expect(apart(needed)).toBe(true);
        if (needed > 1) expect(apart(needed - 1)).toBe(false);
      }),
    );
  });
});
