import { itemKinds } from '@mobilise/contracts/item-kinds';
import { postStates } from '@mobilise/contracts/post-states';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarSearch, calendarViews, changeSearch, countFilters, filtersOf } from './calendar-search.ts';
import { anyDate } from './testing.ts';

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const anySearch = fc.record({
  view: maybe(fc.constantFrom(...calendarViews)),
  date: maybe(anyDate),
  channel: maybe(fc.uuid()),
  kind: maybe(fc.constantFrom(...itemKinds)),
  state: maybe(fc.constantFrom(...postStates)),
  campaign: maybe(fc.uuid()),
  person: maybe(fc.string({ minLength: 1, maxLength: 64 })),
});

test('an address that is shared shows the same calendar', () => {
  fc.assert(
    fc.property(anySearch, (search) => {
      const address = changeSearch(search, {}, '1999-01-01');
      const written = new URLSearchParams(address as Record<string, string>).toString();
      expect(calendarSearch.parse(Object.fromEntries(new URLSearchParams(written)))).toEqual(
        calendarSearch.parse(search),
      );
    }),
  );
});

test('what an address says wrongly is left out, and the rest still counts', () => {
  const read = calendarSearch.parse({
    view: 'year',
    date: '2026-02-30',
    channel: 'x',
    kind: 'poem',
    state: 'held',
    person: '',
  });
  expect(filtersOf(read)).toEqual({ state: 'held' });
  expect(read.view).toBeUndefined();
  expect(read.date).toBeUndefined();
});

test('today needs no date in the address, and an empty filter no word', () => {
  const search = calendarSearch.parse({ date: '2026-11-30', state: 'held' });
  expect(changeSearch(search, { date: '2026-11-23' }, '2026-11-23')).toEqual({ state: 'held' });
  expect(changeSearch(search, { state: undefined }, '2026-11-23')).toEqual({ date: '2026-11-30' });
  expect(countFilters(search)).toBe(1);
});
