import { readingSchedule } from '@mobilise/contracts/engagement';

/** Milliseconds between tries after a reading that failed: a quarter of the post's age, within these bounds. */
const soonest = 5 * 60_000;
const latest = 6 * 3_600_000;
/** Milliseconds after the last scheduled reading at which failing tries end. */
const patience = 2 * 24 * 3_600_000;

/** Milliseconds from now to the next scheduled reading of a post of this age; null when there is none left. */
export function nextReadingIn(age: number): number | null {
  const next = readingSchedule.map((minutes) => minutes * 60_000).find((due) => due > age);
  return next === undefined ? null : next - age;
}

/** Milliseconds until a failed reading is tried again; the slot is kept until it is read, or given up after the last one. */
export function nextTryIn(age: number): number | null {
  const last = (readingSchedule.at(-1) ?? 0) * 60_000;
  if (age > last + patience) return null;
  return Math.min(latest, Math.max(soonest, age / 4));
}
