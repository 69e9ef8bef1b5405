import { type Cue, maxTime } from '@mobilise/contracts/captions/cue';
import { mergeWithNext, removeCue, setTimes, shiftFrom, splitCue } from '@mobilise/contracts/captions/edit-cues';

/** What can be done to one cue of a list. Times are milliseconds of the clip. */
export type CueEdit =
  | { type: 'text'; text: string }
  | { type: 'speaker'; speaker: string }
  | { type: 'times'; start?: number; end?: number }
  | { type: 'split'; caret: number }
  | { type: 'merge' }
  | { type: 'remove' }
  | { type: 'add' }
  | { type: 'shift'; by: number };

/** Milliseconds of a new cue, where the next leaves room. */
const usual = 2000;

/** The cues after an edit; the very list that was given where nothing can be done. `duration` of the clip, if it is known. */
export function editCue(
  cues: readonly Cue[],
  index: number,
  edit: CueEdit,
  duration: number | undefined,
): readonly Cue[] {
  const cue = cues[index];
  if (!cue) return cues;
  switch (edit.type) {
    case 'text':
      return cues.with(index, { ...cue, text: edit.text });
    case 'speaker': {
      const { speaker: _, ...rest } = cue;
      return cues.with(index, edit.speaker ? { ...rest, speaker: edit.speaker } : rest);
    }
    case 'times':
      return setTimes(cues, index, edit, duration);
    case 'split':
      return splitCue(cues, index, edit.caret);
    case 'merge':
      return mergeWithNext(cues, index);
    case 'remove':
      return removeCue(cues, index);
    case 'add':
      return cues.toSpliced(index + 1, 0, newCue(cue, cues[index + 1], duration));
    case 'shift':
      return shiftFrom(cues, index, edit.by, duration);
  }
}

/** A cue without words behind another, in the gap before the next, or as short as a cue can be. */
function newCue(before: Cue, next: Cue | undefined, duration = maxTime): Cue {
  const start = Math.min(before.end, next?.start ?? before.end, maxTime - 1);
  const end = Math.min(start + usual, Math.max(next?.start ?? duration, start + 1));
  return { start, end, text: '', ...(before.speaker && { speaker: before.speaker }) };
}

/** The first cue of a list that has none: at the playing point. */
export function firstCue(time: number): Cue {
  const start = Math.max(0, Math.min(Math.round(time), maxTime - usual));
  return { start, end: start + usual, text: '' };
}
