import { cardList, leadCard } from './cards.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { pagination } from './pagination.ts';
import { type PageContext, type Published, paths, type Site } from './site.ts';

/** Items on a page of the index; the first page opens with a large one. */
export const pageSize = 13;

/** The front page of a site, or one of the pages after it. */
export function indexPage(
  context: PageContext,
  items: readonly Published[],
  { number, pages }: { number: number; pages: number },
): string {
  const { site, origin } = context;
  const [lead, ...rest] = items;
  const front = number === 1;
  return layout({
    site,
    head: {
      title: front ? site.name : `Page ${number}`,
      description: site.description || `News from ${site.name}`,
      canonical: origin + paths.page(site, number),
      type: 'website',
      feeds: front ? site.shows.map((show) => ({ title: show.title, path: paths.showFeed(site, show) })) : [],
      data: front
        ? [
            {
              '@type': 'WebSite',
              name: site.name,
              url: origin + paths.index(site),
              description: site.description,
              inLanguage: 'en-GB',
            },
          ]
        : [],
    },
    ...(front && {
      masthead: html`<header class="band cover"><div class="frame"><h1>${site.name}</h1>${site.description && html`<p>${site.description}</p>`}${showsHtml(site)}</div></header>`,
    }),
    main: html`<div class="frame">${front ? opening(context, lead) : html`<h1 class="space-top">Page ${number} of ${pages}</h1>`}${cardList(
      context,
      front ? rest : items,
      2,
    )}${pagination((to) => paths.page(site, to), number, pages)}</div><div class="space"></div>`,
  });
}

/** Where its podcasts are. */
function showsHtml(site: Site): Html | null {
  if (site.shows.length === 0) return null;
  const links = site.shows.map((show) => html`<li><a href="${paths.show(site, show)}">${show.title}</a></li>`);
  return html`<nav class="shows" aria-label="Podcasts"><span aria-hidden="true">${links.length === 1 ? 'Podcast' : 'Podcasts'}</span><ul>${links}</ul></nav>`;
}

function opening(context: PageContext, lead: Published | undefined): Html {
  if (lead) return leadCard(context, lead);
  return html`<div class="empty"><h2>Nothing is published here at the moment</h2><p>What ${context.site.name} publishes next will be here.</p></div>`;
}
