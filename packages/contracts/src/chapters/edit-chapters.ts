import { maxTime } from '../captions/cue.ts';
import type { Chapter } from './chapter.ts';

/**
 * A chapter at another time, held a millisecond from its neighbours and within `duration`. Those given are left alone, and
 * answered themselves where nothing changes.
 */
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

/** One more chapter where its time is, or a millisecond after those that start there already. */
export function putChapter(chapters: readonly Chapter[], chapter: Chapter): readonly Chapter[] {
  let { start } = chapter;
  while (chapters.some((one) => one.start === start)) start++;
  const before = chapters.filter((one) => one.start < start).length;
  return chapters.toSpliced(before, 0, { ...chapter, start });
}

/** Chapters as they are heard behind an intro of so many milliseconds; the one that begins with the recording begins with the intro. */
export function chaptersBehind(intro: number, chapters: readonly Chapter[]): Chapter[] {
  return chapters.map((chapter) => ({ ...chapter, start: chapter.start === 0 ? 0 : chapter.start + intro }));
}
