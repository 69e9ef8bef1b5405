import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Clip } from '@mobilise/contracts/recordings';
import { type Clipped, clippedOf } from './clip.ts';

/** What is used of a recording, with its chapters and words in the time of that. */
export interface Cut {
  clip: Clip;
  chapters: readonly Chapter[];
  cues: readonly Cue[];
}

/** A row that reaches out of what is used. */
interface Kept<R> {
  /** As it is in the time of the file. */
  was: R;
  /** What is left of it in the time of what is used, or null. */
  is: R | null;
  /** The end of what was used when it was there whole: a row that goes on after it is left as it is from there on. */
  end: number;
}

/** What cuts have left out or shortened so far, while `clip` is what is used. */
export interface CutAway {
  clip: Clip;
  chapters: readonly Kept<Chapter>[];
  cues: readonly Kept<Cue>[];
}

/**
 * A recording of `duration` milliseconds cut otherwise: chapters and words stay with their sound. What lies in what is cut away is
 * left out, and counted; a cue that reaches into it is shortened. Earlier cuts' `away` comes back where it is used again, and what
 * was written since stays, so that a cut back undoes a cut.
 */
export function cutOtherwise(
  before: Cut,
  to: Clipped,
  duration: number,
  away: CutAway | null,
): { after: Cut; away: CutAway; leftOut: number } {
  const from = clippedOf(before.clip, duration);
  const clip = { ...before.clip, trim: to.start === 0 && to.end === duration ? null : { ...to } };
  const known = away && isSame(away.clip, before.clip) ? away : null;
  const wholeChapters = inOrder(whole(before.chapters, known?.chapters ?? [], from));
  const wholeCues = whole(before.cues, known?.cues ?? [], from);
  const [chapters, cues] = [cutChapters(wholeChapters, to), cutCues(wholeCues, to)];
  return {
    after: { clip, chapters: shown(chapters), cues: shown(cues) },
    away: {
      clip,
      chapters: chapters.filter(({ was: { start }, end }) => start < to.start || start >= Math.min(to.end, end)),
      cues: cues.filter(({ was, end }) => was.start < to.start || was.end > Math.min(to.end, end)),
    },
    leftOut: leftOut(wholeChapters, chapters) + leftOut(wholeCues, cues),
  };
}

const isSame = (a: Clip, b: Clip) =>
  a.assetId === b.assetId && a.trim?.start === b.trim?.start && a.trim?.end === b.trim?.end;

/** All rows in the time of the file: those that are there, and those that were cut away. */
function whole<R extends { start: number; end?: number }>(
  rows: readonly R[],
  away: readonly Kept<R>[],
  { start: origin, end }: Clipped,
): Kept<R>[] {
  const present = new Set<R | null>(rows);
  const left = away.filter(({ is }) => is);
  // One that was written in since is known by its times, each once.
  const rewritten = new Set(left.filter(({ is }) => !present.has(is)));
  const there = rows.map((is) => {
    const known =
      left.find((kept) => kept.is === is) ??
      [...rewritten].find((kept) => kept.is?.start === is.start && kept.is.end === is.end);
    if (known) rewritten.delete(known);
    const times = known
      ? { start: known.was.start, ...(known.was.end !== undefined && { end: known.was.end }) }
      : { start: is.start + origin, ...(is.end !== undefined && { end: is.end + origin }) };
    return { was: { ...is, ...times }, is, end: known?.end ?? end };
  });
  return [...away.filter(({ is }) => !is), ...there].sort((a, b) => a.was.start - b.was.start);
}

/** No two chapters begin at once. */
function inOrder(chapters: readonly Kept<Chapter>[]): Kept<Chapter>[] {
  let earliest = 0;
  return chapters.map((kept) => {
    const start = Math.max(earliest, kept.was.start);
    earliest = start + 1;
    return { ...kept, was: { ...kept.was, start } };
  });
}

/** Where rows end that are cut: those that went on after the recording's end are left alone while it is the end. */
const endOf = ({ end }: Kept<unknown>, to: Clipped) => (to.end >= end ? Number.POSITIVE_INFINITY : to.end);

function cutChapters(chapters: readonly Kept<Chapter>[], to: Clipped): Kept<Chapter>[] {
  // The one that is going on at the new start begins there; those before it are over.
  const first = chapters.findLast(({ was }) => was.start <= to.start);
  return chapters.map((kept) => {
    const isUsed = kept === first || (kept.was.start > to.start && kept.was.start < endOf(kept, to));
    return { ...kept, is: isUsed ? { ...kept.was, start: Math.max(0, kept.was.start - to.start) } : null };
  });
}

function cutCues(cues: readonly Kept<Cue>[], to: Clipped): Kept<Cue>[] {
  return cues.map((kept) => {
    const [start, end] = [Math.max(to.start, kept.was.start), Math.min(endOf(kept, to), kept.was.end)];
    return { ...kept, is: start < end ? { ...kept.was, start: start - to.start, end: end - to.start } : null };
  });
}

const shown = <R>(rows: readonly Kept<R>[]): R[] => rows.flatMap(({ is }) => is ?? []);

const leftOut = (before: readonly Kept<unknown>[], after: readonly Kept<unknown>[]) =>
  after.filter(({ is }, index) => !is && before[index]?.is).length;
