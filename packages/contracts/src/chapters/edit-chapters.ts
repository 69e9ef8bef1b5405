import { maxTime } from '../captions/cue.ts';
import { type Chapter, maxChapters, tidyTitle } from './chapter.ts';

/*
 * What an editor does to chapters: each function answers new ones, in order, no two at once, and leaves those given alone. What
 * cannot be done changes nothing: the chapters given are answered themselves.
 */

/** One more, at a time in milliseconds where no chapter starts yet. */
export function addChapter(chapters: readonly Chapter[], start: number, title: string): readonly Chapter[] {
  const at = Math.round(start);
  const words = tidyTitle(title);
  const isFree = at >= 0 && at <= maxTime && chapters.every((chapter) => chapter.start !== at);
  if (!isFree || !words || chapters.length >= maxChapters) return chapters;
  const before = chapters.filter((chapter) => chapter.start < at).length;
  return chapters.toSpliced(before, 0, { start: at, title: words });
}

/** A chapter at another time, held a millisecond from its neighbours and within `duration`. */
export function moveChapter(
  chapters: readonly Chapter[],
  index: number,
  start: number,
  duration = maxTime,
): readonly Chapter[] {
  const chapter = chapters[index];
  if (!chapter) return chapters;
  const earliest = (chapters[index - 1]?.start ?? -1) + 1;
  const latest = Math.max(chapter.start, Math.min(chapters[index + 1]?.start ?? duration, duration) - 1);
  const at = Math.min(latest, Math.max(earliest, Math.round(start)));
  return at === chapter.start ? chapters : chapters.with(index, { ...chapter, start: at });
}

export function removeChapter(chapters: readonly Chapter[], index: number): readonly Chapter[] {
  return chapters[index] ? chapters.toSpliced(index, 1) : chapters;
}

export function renameChapter(chapters: readonly Chapter[], index: number, title: string): readonly Chapter[] {
  const chapter = chapters[index];
  const words = tidyTitle(title);
  return chapter && words ? chapters.with(index, { ...chapter, title: words }) : chapters;
}
