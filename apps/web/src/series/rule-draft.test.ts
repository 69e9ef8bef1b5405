import { nextDates, writeRule } from '@mobilise/contracts/recurrence';
import { expect, test } from 'vitest';
import { draftOf, monthDayChoices, oftenChoices, recurrenceOf, startingOn, startRule } from './rule-draft.ts';

const written = (draft: ReturnType<typeof startRule>) => {
  const recurrence = recurrenceOf(draft);
  return recurrence && writeRule(recurrence);
};

test('a post on a Tuesday begins as every Tuesday', () => {
  expect(written(startRule('2026-12-01', '09:00'))).toBe('FREQ=WEEKLY;BYDAY=TU');
});

test.each([
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=5;COUNT=12',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270630',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU',
])('%s goes into the fields and comes out as it was, and each of its choices is there', (rule) => {
  const draft = draftOf({ rule, startsOn: '2026-12-01', time: '09:00', twice: 'later' });
  expect(written(draft)).toBe(rule);
  expect(draft.twice).toBe('later');
  expect(oftenChoices(draft.often).map(({ id }) => id)).toContain(draft.often);
  expect(monthDayChoices('2026-12-01', draft.monthDay).map(({ id }) => id)).toContain(draft.monthDay);
});

test('what a date is in its month is said in every way', () => {
  const said = (date: string) => monthDayChoices(date, '').map(({ label }) => label);
  expect(said('2026-12-01')).toEqual(['On the 1st', 'On the first Tuesday', 'On the last day']);
  expect(said('2026-12-25')).toEqual(['On the 25th', 'On the fourth Friday', 'On the last Friday', 'On the last day']);
  expect(said('2026-12-31')).toEqual(['On the 31st', 'On the last Thursday', 'On the last day']);
});

test('every choice of a month has the date it was offered for', () => {
  for (const { id } of monthDayChoices('2026-12-25', '').slice(0, 3)) {
    const recurrence = recurrenceOf({ ...startRule('2026-12-25', '09:00'), often: 'month 1', monthDay: id });
    expect(recurrence && nextDates(recurrence, '2026-12-25', '2026-12-25', 1)).toEqual(['2026-12-25']);
  }
});

test('another first date takes the weekday along, unless other days were chosen', () => {
  const start = startRule('2026-12-01', '09:00');
  expect(startingOn(start, '2026-12-04').on).toEqual(['FR']);
  expect(startingOn({ ...start, on: ['MO', 'TU'] }, '2026-12-04').on).toEqual(['MO', 'TU']);
  expect(startingOn(start, null).startsOn).toBeNull();
});

test('what is not complete comes to nothing', () => {
  const start = startRule('2026-12-01', '09:00');
  expect(recurrenceOf({ ...start, on: [] })).toBeNull();
  expect(recurrenceOf({ ...start, ends: 'date' })).toBeNull();
  for (const count of ['', '0', '1.5', 'ten']) expect(recurrenceOf({ ...start, ends: 'count', count })).toBeNull();
});
