/** Cues on one page: an hour of speech is eight pages, and each is drawn at once. */
export const cuesOnPage = 100;

export const pageOf = (index: number) => Math.floor(index / cuesOnPage);

/** How many pages there are; one even where there is nothing. */
export const pagesOf = (count: number) => Math.max(1, Math.ceil(count / cuesOnPage));

/** Indexes of a page, the end not among them. */
export function boundsOf(page: number, count: number): { from: number; to: number } {
  const last = Math.min(page, pagesOf(count) - 1);
  return { from: last * cuesOnPage, to: Math.min(count, (last + 1) * cuesOnPage) };
}
