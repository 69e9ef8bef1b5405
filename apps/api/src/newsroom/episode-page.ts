import { documentHtml } from '@mobilise/contracts/document';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { html, printable, raw } from './html.ts';
import { type ItemPage, itemLayout } from './item-page.ts';
import { figure, wide } from './picture.ts';

/** The page of an episode. */
export function episodePage(page: ItemPage, { notes }: EpisodeContent): string {
  const prose = documentHtml(notes, (image) => figure(page.pictures, image, { sizes: wide }).markup);
  return itemLayout(page, html`<div class="prose">${raw(printable(prose))}</div>`, {
    '@type': 'PodcastEpisode',
    name: page.item.title,
  });
}
