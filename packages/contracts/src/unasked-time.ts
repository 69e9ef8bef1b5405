import { Problem } from './problems.ts';
import { type Disambiguation, type ResolvedTime, resolveWallTime, wallTimeOf } from './time.ts';

/** What the clocks do to a wall time on its day: they skip it, show it twice, or leave it alone. */
export type ClockTrouble = 'skipped' | 'twice' | null;

export interface UnaskedTime extends ResolvedTime {
  trouble: ClockTrouble;
}

/**
 * The instant of a wall time where nobody can be asked: the dates of a series, posts that move with the workspace's zone.
 * By the one resolver: of a time that exists twice the one that `twice` names, and for a time that does not exist the one
 * as much later as the clocks jump (01:30 becomes 02:30), as calendars do.
 */
export function resolveUnasked(
  wallTime: string,
  zone: string,
  twice: Disambiguation = 'earlier',
  resolve: typeof resolveWallTime = resolveWallTime,
): UnaskedTime {
  try {
    return { ...resolve(wallTime, zone), trouble: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'time_ambiguous') return { ...resolve(wallTime, zone, twice), trouble: 'twice' };
    if (error.code !== 'time_skipped') throw error;
    return { ...resolve(String(error.extra?.['later']), zone), trouble: 'skipped' };
  }
}

/**
 * What the clocks of a zone show so many minutes after a wall time, as time passes there: never a time that they skip. Of one
 * that they show twice, `disambiguation` says which it is. A start that is skipped or shown twice is resolved as above.
 */
export function passedSince(
  wallTime: string,
  zone: string,
  minutes: number,
): { wallTime: string; disambiguation: Disambiguation } {
  const start = Temporal.Instant.from(resolveUnasked(wallTime, zone).instant);
  const instant = start.add({ minutes }).toString();
  const shown = wallTimeOf(instant, zone);
  const isFirst = resolveWallTime(shown, zone, 'earlier').instant === instant;
  return { wallTime: shown, disambiguation: isFirst ? 'earlier' : 'later' };
}
