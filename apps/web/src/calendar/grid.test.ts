import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  daysOfMonth,
  hoursShown,
  isSameMonth,
  rangeOf,
  sayPage,
  sayShortDate,
  turnPage,
  weekOf,
  weeksOfMonth,
} from './grid.ts';
import { anyDate } from './testing.ts';

test('a month is shown in whole weeks from Monday, each day once and none left out', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const weeks = weeksOfMonth(date);
      const days = weeks.flat();
      expect(new Set(days).size).toBe(days.length);
      expect(days).toEqual(days.map((_, index) => addDays(days[0] ?? '', index)));
      expect(Temporal.PlainDate.from(days[0] ?? '').dayOfWeek).toBe(1);
      for (const week of weeks) {
        expect(week).toHaveLength(7);
        expect(week.some((day) => isSameMonth(day, date))).toBe(true);
      }
      for (const day of daysOfMonth(date)) expect(days).toContain(day);
    }),
  );
});

test('what a view asks the server for is never longer than the server answers', () => {
  fc.assert(
    fc.property(anyDate, fc.constantFrom('month', 'week', 'agenda'), (date, view) => {
      const { from, to } = rangeOf(view, date);
      expect(Temporal.PlainDate.from(from).until(to).days).toBeLessThanOrEqual(62);
      expect(from <= date && date <= to).toBe(true);
    }),
  );
});

test('turning a page shows the next month or week, and never skips one', () => {
  fc.assert(
    fc.property(anyDate, fc.constantFrom(1 as const, -1 as const), (date, by) => {
      const month = Temporal.PlainYearMonth.from(date.slice(0, 7)).add({ months: by });
      expect(turnPage('month', date, by).slice(0, 7)).toBe(month.toString());
      expect(weekOf(turnPage('week', date, by))[0]).toBe(addDays(weekOf(date)[0] ?? '', by * 7));
    }),
  );
  expect(turnPage('month', '2026-01-31', 1)).toBe('2026-02-28');
});

test('pages are named as people name them', () => {
  expect(sayPage('month', '2026-11-30')).toBe('November 2026');
  expect(sayPage('week', '2026-11-25')).toBe('23 – 29 November 2026');
  expect(sayPage('week', '2026-12-02')).toBe('30 November – 6 December 2026');
  expect(sayPage('week', '2027-01-01')).toBe('28 December 2026 – 3 January 2027');
  expect(sayShortDate('2026-11-30')).toBe('Mon 30 Nov');
});

test('a week shows the working day, and every hour in which something is planned', () => {
  expect(hoursShown([], false)).toEqual({ from: 7, to: 20 });
  expect(hoursShown(['2026-11-30T05:30', '2026-11-30T22:10'], false)).toEqual({ from: 5, to: 22 });
  expect(hoursShown([], true)).toEqual({ from: 0, to: 23 });
});
