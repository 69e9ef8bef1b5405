import { documentHtml } from '@mobilise/contracts/document';
import type { VideoContent } from '@mobilise/contracts/recordings';
import { html, printable, raw } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { figure, wide } from './picture.ts';

/** The page of a video. */
export function videoPage(page: ItemPage, { description }: VideoContent): string {
  const prose = documentHtml(description, (image) => figure(page.pictures, image, { sizes: wide }).markup);
  return itemLayout(page, html`<div class="prose">${raw(printable(prose))}</div>`, {
    '@type': 'VideoObject',
    name: page.item.title,
  });
}
