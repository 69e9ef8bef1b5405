import { blockText, type Document, documentHtml } from '@mobilise/contracts/document';
import type { StoryContent } from '@mobilise/contracts/kinds';
import { html, printable, raw } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { figure, wide } from './picture.ts';

/** Characters a first paragraph needs for its large initial to stand well. */
const openingLength = 220;

/** The page of a story. */
export function storyPage(page: ItemPage, { leadImage, body }: StoryContent): string {
  const { pictures } = page;
  const hero = leadImage && figure(pictures, leadImage, { sizes: wide, first: true });
  const prose = documentHtml(body, (image) => figure(pictures, image, { sizes: wide }).markup);
  return itemLayout(
    page,
    html`${hero && html`<div class="hero">${hero}</div>`}<div class="prose${opensWithWords(body) ? ' opening' : ''}">${raw(printable(prose))}</div>`,
    { '@type': 'NewsArticle', headline: page.item.title.slice(0, 110) },
  );
}

function opensWithWords({ content: [start] }: Document): boolean {
  return (
    start?.type === 'paragraph' &&
    start.content?.[0]?.type === 'text' &&
    /^\p{L}/u.test(start.content[0].text) &&
    blockText(start).length >= openingLength
  );
}
