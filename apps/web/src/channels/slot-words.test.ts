import { expect, test } from 'vitest';
import { countSlots, missingFrom, nameOf, onEach, timesOn } from './slot-words.ts';

const slots = onEach([1, 3], ['17:00', '09:00']);

test('a day has its times in order', () => {
  expect(timesOn(slots, 3)).toEqual(['09:00', '17:00']);
  expect(timesOn(slots, 2)).toEqual([]);
  expect([nameOf(1), nameOf(7)]).toEqual(['Monday', 'Sunday']);
});

test('a day copied to others adds only what they lack', () => {
  const copied = missingFrom(slots, onEach([3, 5], [...timesOn(slots, 1), '12:00']));
  expect(copied).toEqual([{ weekday: 3, time: '12:00' }, ...onEach([5], ['09:00', '17:00', '12:00'])]);
});

test('slots are counted in words', () => {
  expect([countSlots(1), countSlots(5)]).toEqual(['1 slot a week', '5 slots a week']);
});
