import { type Html, html } from './html.ts';

/** Links to the page before and the page after one of a list whose newest come first; nothing where there is one page. */
export function pagination(pathOf: (number: number) => string, number: number, pages: number): Html | null {
  if (pages <= 1) return null;
  const newer = number > 1 && html`<a rel="prev" href="${pathOf(number - 1)}">← Newer</a>`;
  const older = number < pages && html`<a rel="next" href="${pathOf(number + 1)}">Older →</a>`;
  return html`<nav class="pages" aria-label="Pages">${newer || html`<span></span>`}<span class="n">Page ${number} of ${pages}</span>${older || html`<span></span>`}</nav>`;
}
