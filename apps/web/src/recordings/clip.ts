import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Clip } from '@mobilise/contracts/recordings';
import type { Playback } from './playback.ts';

/** What is used of a recording, in milliseconds of its file. */
export interface Clipped {
  start: number;
  end: number;
}

/** What is used of a file of that length. */
export function clippedOf({ trim }: Pick<Clip, 'trim'>, duration: number): Clipped {
  return trim
    ? { start: Math.min(trim.start, duration), end: Math.min(trim.end, duration) }
    : { start: 0, end: duration };
}

/** Where in the clip a time of the recording is, down to a tenth of a second: its start for all that is cut off before it. */
export const tenthIn = ({ start }: Pick<Clipped, 'start'>, time: number): number =>
  Math.max(0, Math.floor((time - start) / 100) * 100);

/** Plays on within the clip, from its start when the playing point is outside it. */
export function playClip(playback: Playback, { start, end }: Clipped): void {
  const { time } = playback.get();
  playback.play(time < start || time >= end ? start : undefined, end);
}

/** Plays a stretch of the clip's time from its start on; where it is being heard already, pauses. */
export function playOrPause(playback: Playback, clip: Clipped, { start, end }: { start: number; end: number }): void {
  const { time, isPlaying } = playback.get();
  const isHeard = time >= clip.start + start && time < clip.start + end;
  if (isPlaying && isHeard) playback.pause();
  else playback.play(clip.start + start, clip.end);
}

/** Cues in the time of what is used of it: what lies outside it is left out, and what reaches out of it is shortened. */
export function cuesWithin(cues: readonly Cue[], { start: from, end: to }: Clipped): Cue[] {
  return cues.flatMap((cue) => {
    const [start, end] = [Math.max(from, cue.start), Math.min(to, cue.end)];
    return start < end ? [{ ...cue, start: start - from, end: end - from }] : [];
  });
}
