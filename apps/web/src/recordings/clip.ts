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

interface Timed {
  chapters: readonly { start: number }[];
  cues: readonly { start: number; end: number }[];
}

/**
 * Chapters and cues after the clip was cut otherwise: they stay with the sound they belong to. `from` and `to` are the clip
 * before and after. What lies in what was cut away is left out, and counted; a cue that reaches into it is shortened.
 * `origins` leads from each to what it was.
 */
export function recut<T extends Timed>(
  { chapters, cues }: T,
  from: Clipped,
  to: Clipped,
): {
  chapters: T['chapters'][number][];
  cues: T['cues'][number][];
  leftOut: number;
  origins: ReadonlyMap<unknown, T['chapters'][number] | T['cues'][number]>;
} {
  const by = from.start - to.start;
  const length = to.end - to.start;
  const keptChapters = chapters.flatMap((chapter) => {
    const start = chapter.start + by;
    return start < length ? [{ was: chapter, is: { ...chapter, start } }] : [];
  });
  // A chapter that was going on at the new start begins there; those before it are over.
  const begun = keptChapters.filter(({ is }) => is.start < 0).length;
  const goesOn = keptChapters[begun - 1];
  const startsAtZero = keptChapters[begun]?.is.start === 0;
  const lead = goesOn && !startsAtZero ? [{ was: goesOn.was, is: { ...goesOn.is, start: 0 } }] : [];
  const keptCues = cues.flatMap((cue) => {
    const [start, end] = [Math.max(0, cue.start + by), Math.min(length, cue.end + by)];
    return start < end ? [{ was: cue, is: { ...cue, start, end } }] : [];
  });
  const kept = [...lead, ...keptChapters.slice(begun)];
  return {
    chapters: kept.map(({ is }) => is),
    cues: keptCues.map(({ is }) => is),
    leftOut: chapters.length - kept.length + cues.length - keptCues.length,
    origins: new Map([...kept, ...keptCues].map(({ was, is }) => [is, was])),
  };
}
