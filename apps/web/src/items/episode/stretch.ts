import { shortestAudiogram } from '@mobilise/contracts/audiograms';
import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Clipped } from '../../recordings/clip.ts';

/** Milliseconds: what people look at to the end, and what they get unless they choose. */
const [least, usual, most] = [30_000, 45_000, 60_000];

/**
 * The part of an episode that an audiogram begins with: about 45 seconds from where it was listened to, from the beginning of what is
 * said there to the end of a cue. Times count from where the recording was cut to; `length` is what is left of it.
 */
export function suggestStretch(cues: readonly Cue[], length: number, from: number): Clipped {
  if (length <= usual) return { start: 0, end: length };
  const begun = cues.find(({ start, end }) => start <= from && from < end);
  const start = Math.max(0, Math.min(begun?.start ?? from, length - usual));
  const [end] = cues
    .map((cue) => cue.end)
    .filter((at) => at >= start + least && at <= Math.min(start + most, length))
    .sort((one, other) => Math.abs(one - start - usual) - Math.abs(other - start - usual));
  return { start, end: end ?? start + usual };
}

/** A stretch within what is left of a recording: after a cut, or when one of its ends was typed past the other. */
export function within(stretch: Clipped, length: number, longest: number): Clipped {
  const start = Math.max(0, Math.min(stretch.start, length - shortestAudiogram));
  const end = Math.min(Math.max(stretch.end, start + shortestAudiogram), length, start + longest);
  return { start, end };
}
