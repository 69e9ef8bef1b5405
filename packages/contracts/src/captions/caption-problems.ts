import type { Cue } from './cue.ts';
import { charactersIn, lineCharacters, mostLines, wrapCue } from './wrap-cue.ts';

/** Characters a second that a grown-up reads (Netflix, Timed Text Style Guide: English, for adult programmes). */
const readable = 20;
/** Shortest cue, in milliseconds: the BBC's Subtitle Guidelines ask for a third of a second a word, so this is two words. */
const shortest = 700;
/** A gap of more than 2 frames and up to half a second is to be closed (Netflix, Subtitle Timing Guidelines, 24 frames); milliseconds. */
const flicker = { from: 84, to: 500 };

export interface CaptionProblem {
  index: number;
  problem: string;
}

/** What makes captions hard to read, as sentences with the index of each cue; empty when they are good. Advice, not a refusal. */
export function captionProblems(cues: readonly Cue[]): CaptionProblem[] {
  let lastEnd = 0;
  return cues.flatMap((cue, index) => {
    const gap = index === 0 ? 0 : cue.start - lastEnd;
    lastEnd = Math.max(lastEnd, cue.end);
    return [timing(gap), length(cue), speed(cue), lines(cue)]
      .filter((problem) => problem !== null)
      .map((problem) => ({ index, problem }));
  });
}

function timing(gap: number): string | null {
  if (gap < 0) return `It starts ${seconds(-gap)} before the one before has ended. Two at once cannot be read.`;
  if (gap <= flicker.from || gap > flicker.to) return null;
  return `It follows after ${seconds(gap)}, so the screen flickers. Let the one before last until this starts.`;
}

function length({ start, end }: Cue): string | null {
  if (end - start >= shortest) return null;
  return `It is there for ${seconds(end - start)} only. Give it 0.7 seconds at least, or merge it with the next.`;
}

function speed({ start, end, text }: Cue): string | null {
  const fast = Math.ceil((charactersIn(text.replaceAll('\n', ' ')) * 1000) / (end - start));
  // Of what is too short that has been said.
  if (fast <= readable || end - start < shortest) return null;
  return `It asks for ${fast} characters a second, and people read ${readable}. Give it more time, or fewer words.`;
}

function lines({ text }: Cue): string | null {
  if (wrapCue(text).split('\n').length <= mostLines) return null;
  return `It does not fit in ${mostLines} lines of ${lineCharacters} characters. Split it.`;
}

const seconds = (ms: number) => (ms === 1000 ? '1 second' : `${Number((ms / 1000).toPrecision(2))} seconds`);
