import type { Chapter } from './chapter.ts';

/** JSON Chapters 1.2.0 of the podcast namespace, `application/json+chapters`; times in seconds. `about` says whose they are. */
export function toChaptersJson(
  chapters: readonly Chapter[],
  about: { title?: string; podcastName?: string; author?: string } = {},
): string {
  return JSON.stringify({
    version: '1.2.0',
    ...about,
    chapters: chapters.map(({ start, title, url, hidden }) => ({
      startTime: start / 1000,
      title,
      ...(url ? { url } : {}),
      ...(hidden ? { toc: false } : {}),
    })),
  });
}
