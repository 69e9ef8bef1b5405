import { z } from 'zod';
import { Warnings } from '../captions/warnings.ts';
import { chapter } from '../chapters.ts';
import { Problem } from '../problems.ts';
import { parseTimecode } from '../timecode.ts';
import { type Chapter, maxChapters, tidyTitle } from './chapter.ts';

/** Longest file that is read, in UTF-16 units: 500 chapters with addresses take some 200,000. */
const maxFile = 1_048_576;

/** What either JSON calls a chapter: `startTime` in seconds and `url` (podcast namespace), `start` and `href` (Podlove). */
const jsonChapter = z.object({
  startTime: z.number().optional(),
  start: z.union([z.string(), z.number()]).optional(),
  title: z.string().optional(),
  url: z.string().optional(),
  href: z.string().optional(),
  toc: z.boolean().optional(),
});
const jsonFile = z
  .union([z.object({ chapters: z.array(z.unknown()) }), z.array(z.unknown())])
  .transform((file) => (Array.isArray(file) ? file : file.chapters));

/** `0:00 Intro`, `(1:02:03) - Vaccines`, `00:01:59.000 Podlove <https://podlove.org/>`. */
const timedLine = /^[([]?(\d[\d:.,]{0,14})[)\]]?\s+(?:[-–—|]\s+)?(\S.*)$/u;
const linked = /^([^<>]*\S)\s*<(https?:\/\/[^<>\s]+)>$/;

/**
 * Reads chapters from JSON Chapters of the podcast namespace, from Podlove Simple Chapters as JSON, or from lines such as
 * `1:02:03 Vaccines`, as YouTube has them, into what `chapters` accepts. `warnings` says what was left out. Problem `too_large`,
 * or `media_corrupt` when there is no chapter in it.
 */
export function parseChapters(text: string): { chapters: Chapter[]; warnings: string[] } {
  if (text.length > maxFile) throw tooLarge('This file is larger than 1 MB');
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const { found, warnings } = /^[[{]\s*["{\]}]/.test(trimmed) ? fromJson(trimmed) : fromLines(trimmed);
  if (found.length === 0) {
    const first = warnings[0] ? ` ${warnings[0]}` : '';
    throw corrupt(`There are no chapters in this.${first} Write a line for each, such as 1:02:03 Vaccines.`);
  }
  if (found.length > maxChapters) throw tooLarge(`These are ${found.length} chapters, more than ${maxChapters}`);
  const sorted = found.toSorted((a, b) => a.start - b.start);
  const chapters = sorted.filter(({ start }, index) => start !== sorted[index - 1]?.start);
  if (chapters.length < found.length) warnings.push('Of chapters that start at the same time, the first was kept.');
  return { chapters, warnings };
}

function fromJson(text: string) {
  const file = jsonFile.safeParse(jsonOf(text));
  if (!file.success) throw corrupt('This JSON has no list of chapters. Choose a file of chapters.');
  const found: Chapter[] = [];
  const left: number[] = [];
  for (const [index, entry] of file.data.entries()) {
    const read = jsonChapter.safeParse(entry);
    const chapter = read.success && chapterOf(read.data);
    if (chapter) found.push(chapter);
    else left.push(index + 1);
  }
  const which = left.length > 1 ? `Chapter ${left[0]} and ${left.length - 1} more have` : `Chapter ${left[0]} has`;
  return { found, warnings: left.length > 0 ? [`${which} no time or no title. Left out.`] : [] };
}

function fromLines(text: string) {
  const warnings = new Warnings();
  const found: Chapter[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, start, words = ''] = timedLine.exec(line.trim()) ?? [];
    const [, title = words, url] = linked.exec(words) ?? [];
    const chapter = start && chapterOf({ start, title, url });
    if (chapter) found.push(chapter);
    else if (line.trim()) warnings.add('this does not begin with a time and a title. It was left out.', index + 1);
  }
  return { found, warnings: warnings.sentences };
}

/** Null where the time or the title is none; an address that is none is left out alone. */
function chapterOf({ startTime, start, title = '', url, href, toc }: z.infer<typeof jsonChapter>): Chapter | null {
  const ms = typeof start === 'string' ? parseTimecode(start) : (startTime ?? start ?? Number.NaN) * 1000;
  const base = { start: ms === null ? Number.NaN : Math.round(ms), title: tidyTitle(title) };
  const hidden = toc === false ? { hidden: true } : {};
  const whole = chapter.safeParse({ ...base, url: url ?? href, ...hidden });
  const { data } = whole.success ? whole : chapter.safeParse({ ...base, ...hidden });
  if (!data) return null;
  return data.url === undefined ? { start: data.start, title: data.title, ...hidden } : data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('media_corrupt', 'This JSON is damaged. Export the chapters again, or write them as lines.', {
      cause: error,
    });
  }
}

const corrupt = (what: string) => new Problem('media_corrupt', what);
const tooLarge = (what: string) => new Problem('too_large', `${what}. Leave some out.`);
