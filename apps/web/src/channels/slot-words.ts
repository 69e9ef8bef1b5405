import type { Slot } from '@mobilise/contracts/slots';

/** The days of a week, from Monday. */
export const weekdays: readonly { weekday: number; name: string }[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
].map((name, index) => ({ weekday: index + 1, name }));

export const nameOf = (weekday: number) => weekdays[weekday - 1]?.name ?? '';

/** The times of a day, in order. */
export const timesOn = (slots: readonly Slot[], weekday: number) =>
  slots
    .filter((slot) => slot.weekday === weekday)
    .map(({ time }) => time)
    .sort();

/** The same times on each of some days. */
export const onEach = (days: readonly number[], times: readonly string[]): Slot[] =>
  days.flatMap((weekday) => times.map((time) => ({ weekday, time })));

/** Those that are not there yet. */
export const missingFrom = (slots: readonly Slot[], wanted: readonly Slot[]) =>
  wanted.filter(({ weekday, time }) => !slots.some((slot) => slot.weekday === weekday && slot.time === time));

/** `5 slots a week`. */
export const countSlots = (count: number) => `${count} ${count === 1 ? 'slot' : 'slots'} a week`;
