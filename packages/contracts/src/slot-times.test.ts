import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSlotTime, nextFreeSlot, slotTimes } from './slot-times.ts';
import type { Slot } from './slots.ts';
import { clockChangeOn, dateOf, resolveWallTime, wallTimeOf } from './time.ts';

const zones = ['Europe/London', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe', 'UTC'];

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
/** Half of them where clocks change: between midnight and four. */
const wakeful = time.map((at) => `0${Number(at.slice(0, 2)) % 4}${at.slice(2)}`);
const anySlot = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), time: fc.oneof(time, wakeful) });
const anySlots = fc.uniqueArray(anySlot, {
  minLength: 1,
  maxLength: 12,
  selector: (slot) => `${slot.weekday} ${slot.time}`,
});
/** Half of them in a week around a clock change of one of the zones. */
const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];
const anyInstant = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -4 * 86_400, max: 4 * 86_400 }))
    .map(([date, seconds]) => Date.parse(date) + seconds * 1000),
);
const taken = (times: readonly string[]) => (at: { wallTime: string }) => times.includes(at.wallTime);
const daily = (...times: string[]): Slot[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => times.map((time) => ({ weekday, time })));

describe('the slots of some days', () => {
  test('come in the order of their instants, each once, each on its day and to be resolved without a question', () => {
    fc.assert(
      fc.property(anySlots, fc.constantFrom(...zones), anyInstant, (slots, zone, start) => {
        const from = dateOf(new Date(start), zone);
        const to = Temporal.PlainDate.from(from).add({ days: 13 }).toString();
        const found = slotTimes(slots, zone, from, to);
        expect(new Set(found.map(({ wallTime }) => wallTime)).size).toBe(found.length);
        const instants = found.map(({ instant }) => Date.parse(instant));
        expect(instants).toEqual(instants.toSorted((one, other) => one - other));
        for (const { wallTime, instant, disambiguation, time } of found) {
          expect(resolveWallTime(wallTime, zone, disambiguation).instant).toBe(instant);
          expect(wallTimeOf(instant, zone)).toBe(wallTime);
          expect(isSlotTime(slots, zone, wallTime)).toBe(true);
          const { dayOfWeek } = Temporal.PlainDate.from(wallTime);
          expect(slots).toContainEqual({ weekday: dayOfWeek, time });
        }
      }),
    );
  });

  test('are as many as the week has, but where two meet behind a gap', () => {
    fc.assert(
      fc.property(anySlots, fc.constantFrom(...zones), anyInstant, (slots, zone, start) => {
        const from = dateOf(new Date(start), zone);
        const to = Temporal.PlainDate.from(from).add({ days: 6 });
        const found = slotTimes(slots, zone, from, to.toString());
        const hasGap = Array.from({ length: 7 }, (_, days) => to.subtract({ days }).toString()).some(
          (date) => (clockChangeOn(date, zone)?.minutes ?? 0) > 0,
        );
        if (hasGap) expect(found.length).toBeLessThanOrEqual(slots.length);
        else expect(found).toHaveLength(slots.length);
        if (!hasGap) expect(found.filter(({ wallTime, time }) => !wallTime.endsWith(time))).toEqual([]);
      }),
    );
  });

  test.each([
    ['Europe/London', '2026-03-29', '01:30', '02:30'],
    ['America/New_York', '2026-03-08', '02:30', '03:30'],
    ['Australia/Sydney', '2026-10-04', '02:30', '03:30'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '02:45'],
  ])('one that the clocks of %s skip on %s gives way to the time after the gap', (zone, date, time, later) => {
    expect(slotTimes(daily(time), zone, date, date)).toMatchObject([{ wallTime: `${date}T${later}`, time }]);
    expect(slotTimes(daily(time, later), zone, date, date)).toMatchObject([
      { wallTime: `${date}T${later}`, time: later },
    ]);
    const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
    expect(slotTimes(daily(time), zone, next, next)).toMatchObject([{ wallTime: `${next}T${time}` }]);
  });

  test.each([
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z'],
    ['Australia/Sydney', '2026-04-05', '02:30', '2026-04-04T15:30:00Z'],
  ])('one that the clocks of %s show twice on %s is meant when it first comes', (zone, date, time, instant) => {
    expect(slotTimes(daily(time), zone, date, date)).toEqual([
      { wallTime: `${date}T${time}`, zone, disambiguation: 'earlier', instant, time },
    ]);
  });

  test('09:00 stays 09:00 on both sides of a clock change', () => {
    const found = slotTimes(daily('09:00'), 'Europe/London', '2026-10-24', '2026-10-25');
    expect(found.map(({ instant }) => instant)).toEqual(['2026-10-24T08:00:00Z', '2026-10-25T09:00:00Z']);
  });
});

describe('the next free slot', () => {
  test('lies ahead, is free, and none before it is', () => {
    fc.assert(
      fc.property(anySlots, fc.constantFrom(...zones), anyInstant, fc.nat(9), (slots, zone, now, skip) => {
        const after = new Date(now);
        const day = Temporal.PlainDate.from(dateOf(after, zone));
        const [from, to] = [day.subtract({ days: 1 }), day.add({ days: 80 })].map(String) as [string, string];
        const ahead = slotTimes(slots, zone, from, to).filter(({ instant }) => Date.parse(instant) > now);
        const busy = ahead.slice(0, skip).map(({ wallTime }) => wallTime);
        const free = nextFreeSlot(slots, zone, { after, isTaken: taken(busy) });
        expect(free?.wallTime).toBe(ahead[skip]?.wallTime);
      }),
    );
  });

  test('given out one after the other, no slot is given twice and the times only grow', () => {
    fc.assert(
      fc.property(anySlots, fc.constantFrom(...zones), anyInstant, (slots, zone, now) => {
        const given: string[] = [];
        for (let posts = 0; posts < 12; posts += 1) {
          const free = nextFreeSlot(slots, zone, { after: new Date(now), isTaken: taken(given) });
          if (!free) throw new Error('A week that repeats has another slot');
          given.push(free.wallTime);
        }
        expect(given).toEqual([...new Set(given)].sort());
      }),
    );
  });

  test('is not one that begins at this very moment', () => {
    const at = new Date('2026-11-30T09:00:00Z');
    const free = nextFreeSlot(daily('09:00'), 'Europe/London', { after: at, isTaken: () => false });
    expect(free?.wallTime).toBe('2026-12-01T09:00');
  });

  test('is none where there are no slots, and where all of a year are taken', () => {
    const after = new Date('2026-11-30T09:00:00Z');
    expect(nextFreeSlot([], 'UTC', { after, isTaken: () => false })).toBeNull();
    expect(nextFreeSlot(daily('09:00').slice(0, 1), 'UTC', { after, isTaken: () => true })).toBeNull();
  });
});
