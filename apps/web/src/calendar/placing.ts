/** Where something was let go: a day, and in the week view an hour of it. */
export interface Place {
  date: string;
  hour: number | null;
}

/** The place of a cell, which is named by its day (`2026-11-30`) or its hour (`2026-11-30T09`). */
export const placeOf = (cell: string): Place => ({
  date: cell.slice(0, 10),
  hour: cell.length > 10 ? Number(cell.slice(11)) : null,
});

/**
 * The cell where keys begin to carry something: the one it is in, if it may stay there, else the first that takes it.
 * @param from the month shown (`2026-12`), for its first week begins with days of the one before; empty for a week
 */
export function firstPlace(
  cells: readonly string[],
  present: string | null,
  refusal: (place: Place) => string | null,
  from = '',
): string | undefined {
  const own = cells.filter((cell) => present?.startsWith(cell));
  const rest = cells.filter((cell) => cell >= from).toSorted();
  return [...own, ...rest].find((cell) => refusal(placeOf(cell)) === null);
}

const usualTime = '09:00';

/**
 * The wall time that follows from a drop. In a day, what has a time keeps it; a new one gets 09:00, or on the present day
 * the next quarter of an hour once 09:00 is over. In an hour, the minutes are kept (a new one gets the full hour), and the
 * hour that is running gives the next quarter. `null` when the place has passed.
 * @param now wall time of this moment in the workspace's zone
 */
export function placeAt(place: Place, present: string | null, now: string): string | null {
  if (isPast(place, now)) return null;
  const time =
    place.hour === null
      ? (present?.slice(11, 16) ?? usualTime)
      : `${String(place.hour).padStart(2, '0')}:${present?.slice(14, 16) ?? '00'}`;
  const wanted = `${place.date}T${time}`;
  if (wanted >= now) return wanted;
  const next = nextQuarter(now);
  // The last quarter of today, or of the running hour, is over: nothing of this place is left.
  if (next.slice(0, 10) !== place.date) return null;
  if (place.hour !== null && Number(next.slice(11, 13)) !== place.hour) return null;
  return next;
}

/** Why nothing can be put there, in words; `null` when it can. */
export function refusal(place: Place, now: string, sayDate: (date: string) => string): string | null {
  if (isPast(place, now)) {
    return place.hour === null || place.date < now.slice(0, 10)
      ? `${sayDate(place.date)} has passed.`
      : `${String(place.hour).padStart(2, '0')}:00 has passed.`;
  }
  return placeAt(place, null, now) === null ? 'Nothing of it is left. Choose a later time.' : null;
}

export function isPast({ date, hour }: Place, now: string): boolean {
  const today = now.slice(0, 10);
  if (date !== today) return date < today;
  return hour !== null && hour < Number(now.slice(11, 13));
}

/** The next full quarter of an hour after a wall time. */
export function nextQuarter(now: string): string {
  const time = Temporal.PlainDateTime.from(now).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  return time.add({ minutes: 15 - (time.minute % 15) }).toString({ smallestUnit: 'minute' });
}
