import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Clip } from '@mobilise/contracts/recordings';
import { type Clipped, clippedOf, recut } from './clip.ts';

/** What is used of a recording, with its chapters and words in the time of that. */
export interface Cut {
  clip: Clip;
  chapters: readonly Chapter[];
  cues: readonly Cue[];
}

/** A recording of `duration` milliseconds used from `start` to `end`; all of it where nothing is cut away. */
const used = (clip: Clip, { start, end }: Clipped, duration: number): Clip => ({
  ...clip,
  trim: start === 0 && end === duration ? null : { start, end },
});

/**
 * A recording cut otherwise, with its chapters and words where they belong. `undo` takes the cut back from what has become of it
 * since: what the cut changed or left out is as it was, and what was written meanwhile stays with its sound.
 */
export function cutOtherwise(
  before: Cut,
  to: Clipped,
  duration: number,
): { after: Cut; leftOut: number; undo: (now: Cut) => Cut } {
  const from = clippedOf(before.clip, duration);
  const { origins, leftOut, ...made } = recut(before, from, to);
  const kept = new Set(origins.values());
  const undo = (now: Cut): Cut => {
    const untouched = (row: Chapter | Cue) => origins.has(row);
    const back = <R extends Chapter | Cue>(all: readonly R[], present: readonly R[], moved: readonly R[]): R[] =>
      [
        ...all.filter((row) => !kept.has(row)),
        ...present.filter(untouched).map((row) => origins.get(row) as R),
        ...moved,
      ].sort((a, b) => a.start - b.start);
    const written = recut(
      { chapters: now.chapters.filter((one) => !untouched(one)), cues: now.cues.filter((one) => !untouched(one)) },
      clippedOf(now.clip, duration),
      from,
    );
    return {
      clip: used(now.clip, from, duration),
      // No two chapters begin at once.
      chapters: back(before.chapters, now.chapters, written.chapters).filter(
        ({ start }, index, all) => start !== all[index - 1]?.start,
      ),
      cues: back(before.cues, now.cues, written.cues),
    };
  };
  return { after: { clip: used(before.clip, to, duration), ...made }, leftOut, undo };
}
