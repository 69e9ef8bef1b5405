import { Problem } from './problems.ts';
import type { Slot } from './slots.ts';
import { type Disambiguation, dateOf, resolveWallTime } from './time.ts';

/** A slot on one day. */
export interface SlotTime {
  wallTime: string;
  disambiguation: Disambiguation | null;
  /** RFC 3339 in UTC. */
  instant: string;
  /** The slot's own time of day: another than that of `wallTime` where a clock change skips it. */
  time: string;
}

/** How far ahead a free slot is looked for: beyond a year a queue is no plan any more. */
const furthestDays = 366;

/**
 * The slots of the days from one local date to another, both included, in the order of their times. A time that the clocks show
 * twice is meant when it first comes. One that they skip gives way to the time after the gap, so that the week does not lose a
 * post; where that is a slot of its own, there is one of them.
 */
export function slotTimes(slots: readonly Slot[], zone: string, from: string, to: string): SlotTime[] {
  const found = new Map<string, SlotTime>();
  const last = Temporal.PlainDate.from(to);
  for (
    let day = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    for (const { weekday, time } of slots) {
      if (weekday !== day.dayOfWeek) continue;
      const at = onDay(`${day}T${time}`, zone);
      const there = found.get(at.wallTime);
      // Of two that meet behind a gap, the one whose own time it is.
      if (!there || at.wallTime.endsWith(time)) found.set(at.wallTime, { ...at, time });
    }
  }
  return [...found.values()].sort((one, other) => (one.wallTime < other.wallTime ? -1 : 1));
}

/** Whether a wall time is that of a slot. */
export function isSlotTime(slots: readonly Slot[], zone: string, wallTime: string): boolean {
  const date = Temporal.PlainDate.from(wallTime.slice(0, 10));
  // A gap can push the last slot of a day into the next.
  return slotTimes(slots, zone, date.subtract({ days: 1 }).toString(), date.toString()).some(
    (one) => one.wallTime === wallTime,
  );
}

/** The first slot after an instant that nothing takes; null when there is none within a year. */
export function nextFreeSlot(
  slots: readonly Slot[],
  zone: string,
  { after, isTaken }: { after: Date; isTaken: (at: SlotTime) => boolean },
): SlotTime | null {
  if (slots.length === 0) return null;
  let day = Temporal.PlainDate.from(dateOf(after, zone));
  for (let days = 0; days <= furthestDays; days += 1) {
    const free = slotTimes(slots, zone, day.toString(), day.toString()).find(
      (at) => Date.parse(at.instant) > after.getTime() && !isTaken(at),
    );
    if (free) return free;
    day = day.add({ days: 1 });
  }
  return null;
}

function onDay(wallTime: string, zone: string): Omit<SlotTime, 'time'> {
  try {
    return resolveWallTime(wallTime, zone, 'earlier');
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'time_skipped') throw error;
    return resolveWallTime(String(error.extra?.['later']), zone, 'earlier');
  }
}
