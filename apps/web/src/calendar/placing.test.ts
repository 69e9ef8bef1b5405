import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayDate } from './grid.ts';
import { firstPlace, nextQuarter, type Place, placeAt, refusal } from './placing.ts';
import { anyDate, anyWallTime } from './testing.ts';

const now = '2026-11-23T10:07';
const day = (date: string) => ({ date, hour: null });

test('a post that has a time keeps it on another day', () => {
  expect(placeAt(day('2026-11-30'), '2026-11-25T14:35', now)).toBe('2026-11-30T14:35');
});

test('a new post goes out at nine, or today at the next quarter of an hour', () => {
  expect(placeAt(day('2026-11-30'), null, now)).toBe('2026-11-30T09:00');
  expect(placeAt(day('2026-11-23'), null, now)).toBe('2026-11-23T10:15');
  expect(placeAt(day('2026-11-23'), null, '2026-11-23T07:30')).toBe('2026-11-23T09:00');
});

test('a post whose time is over for today goes to the next quarter of an hour', () => {
  expect(placeAt(day('2026-11-23'), '2026-11-25T08:00', now)).toBe('2026-11-23T10:15');
});

test('an hour of the week gives its hour, and keeps the minutes a post had', () => {
  expect(placeAt({ date: '2026-11-30', hour: 14 }, null, now)).toBe('2026-11-30T14:00');
  expect(placeAt({ date: '2026-11-30', hour: 14 }, '2026-11-25T09:20', now)).toBe('2026-11-30T14:20');
  expect(placeAt({ date: '2026-11-23', hour: 10 }, null, now)).toBe('2026-11-23T10:15');
});

test('what has passed refuses, and says why', () => {
  expect(placeAt(day('2026-11-22'), null, now)).toBeNull();
  expect(refusal(day('2026-11-22'), now, sayDate)).toBe('Sunday 22 November has passed.');
  expect(refusal({ date: '2026-11-23', hour: 9 }, now, sayDate)).toBe('09:00 has passed.');
  expect(refusal(day('2026-11-23'), now, sayDate)).toBeNull();
  expect(refusal(day('2026-11-23'), '2026-11-23T23:50', sayDate)).toBe('Nothing of it is left. Choose a later time.');
});

test('keys begin where a post is, or at the first place that is open', () => {
  const refuses = (place: Place) => refusal(place, now, sayDate);
  const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
  expect(firstPlace(days, null, refuses)).toBe('2026-11-23');
  expect(firstPlace(days, '2026-11-25T09:00', refuses)).toBe('2026-11-25');
  expect(firstPlace(days, '2026-11-22T09:00', refuses)).toBe('2026-11-23');
  expect(firstPlace(['2026-11-29', '2026-11-30', '2026-12-01'], null, refuses, '2026-12')).toBe('2026-12-01');
  const hours = ['2026-11-23T08', '2026-11-24T08', '2026-11-23T11', '2026-11-24T11'];
  expect(firstPlace(hours, null, refuses)).toBe('2026-11-23T11');
  expect(firstPlace(hours, '2026-11-24T11:20', refuses)).toBe('2026-11-24T11');
  expect(firstPlace(['2026-11-21'], null, refuses)).toBeUndefined();
});

test('a drop is never in the past and always in the place it was let go', () => {
  const anyPlace = fc.record({ date: anyDate, hour: fc.option(fc.integer({ min: 0, max: 23 })) });
  fc.assert(
    fc.property(anyPlace, fc.option(anyWallTime), anyWallTime, (place, present, now) => {
      const at = placeAt(place, present, now);
      if (at === null) {
        const end =
          place.hour === null ? `${place.date}T23:45` : `${place.date}T${String(place.hour).padStart(2, '0')}:45`;
        expect(now >= end).toBe(true);
        return;
      }
      expect(at >= now).toBe(true);
      expect(at.slice(0, 10)).toBe(place.date);
      if (place.hour !== null) expect(Number(at.slice(11, 13))).toBe(place.hour);
    }),
  );
});

test('the next quarter comes after this minute, and may be tomorrow', () => {
  expect(nextQuarter('2026-11-23T10:15')).toBe('2026-11-23T10:30');
  expect(nextQuarter('2026-11-23T23:52')).toBe('2026-11-24T00:00');
});
