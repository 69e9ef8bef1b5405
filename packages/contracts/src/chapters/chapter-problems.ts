import { isBeyond } from '../recording-times.ts';
import { sayTimecode } from '../timecode.ts';
import type { Chapter } from './chapter.ts';

/** Shortest chapter that YouTube shows, in milliseconds, and the fewest of them (YouTube Help, Video chapters). */
const shortest = 10_000;
const fewest = 3;

export interface ChapterProblem {
  /** Null where it is about all of them. */
  index: number | null;
  problem: string;
}

/**
 * What players would do badly with these chapters, as sentences; empty when all is well. Advice, but for what starts after the
 * recording has ended: that is not approved.
 */
export function chapterProblems(chapters: readonly Chapter[], duration?: number): ChapterProblem[] {
  const shown = chapters.flatMap((chapter, index) => (chapter.hidden ? [] : [{ ...chapter, index }]));
  const length = duration ?? Number.POSITIVE_INFINITY;
  const late = `It starts after the recording has ended, at ${sayTimecode(length)}. Move or remove it.`;
  const problems: ChapterProblem[] = chapters.flatMap((chapter, index) =>
    isBeyond(chapter, length) ? [{ index, problem: late }] : [],
  );
  if (shown[0] && shown[0].start > 0) {
    problems.push({ index: shown[0].index, problem: 'Nothing starts at 0:00. YouTube shows no chapters then.' });
  }
  if (shown.length > 0 && shown.length < fewest) {
    problems.push({ index: null, problem: `YouTube shows chapters when there are ${fewest} or more.` });
  }
  const titles = new Set<string>();
  for (const [at, { start, title, index }] of shown.entries()) {
    const end = shown[at + 1]?.start ?? length;
    if (start < length && end - start < shortest) {
      problems.push({ index, problem: 'It lasts less than 10 seconds. YouTube shows no chapters then.' });
    }
    if (titles.has(title)) problems.push({ index, problem: `Another chapter is called “${title}”, too.` });
    titles.add(title);
  }
  return problems;
}
