import { mediaUrl } from '../thumbs.ts';
import { cardList } from './cards.ts';
import { type Html, html, paragraphs } from './html.ts';
import { breadcrumbs, layout } from './layout.ts';
import { pagination } from './pagination.ts';
import { artworkFile, picture } from './picture.ts';
import { type PageContext, type PublicShow, type Published, paths } from './site.ts';

/** Episodes on a page of a show. */
export const episodesAPage = 24;

/** The page of a show: what it is, where to subscribe, and its episodes, the newest first; or one of the pages after it. */
export function showPage(
  context: PageContext,
  show: PublicShow,
  episodes: readonly Published[],
  { number, pages }: { number: number; pages: number },
): string {
  const { site, origin, pictures } = context;
  const front = number === 1;
  const canonical = origin + paths.show(site, show, number);
  const files = (show.artworkId && pictures.get(show.artworkId)) || [];
  const cover = picture(files, '', { sizes: '(max-width: 600px) 60vw, 16rem', first: true });
  const square = artworkFile(files);
  return layout({
    site,
    head: {
      title: front ? show.title : `${show.title}, page ${number}`,
      description: show.description.replace(/\s+/g, ' ').slice(0, 200),
      canonical,
      type: 'website',
      feeds: [{ title: show.title, path: paths.showFeed(site, show) }],
      ...(square && {
        image: { url: origin + mediaUrl(square), width: square.width, height: square.height, alt: show.title },
      }),
      data: front
        ? [
            {
              '@type': 'PodcastSeries',
              name: show.title,
              url: canonical,
              description: show.description,
              inLanguage: show.language,
              webFeed: origin + paths.showFeed(site, show),
              author: { '@type': 'Organization', name: show.author },
              ...(square && { image: origin + mediaUrl(square) }),
            },
            breadcrumbs([
              { name: site.name, url: origin + paths.index(site) },
              { name: show.title, url: canonical },
            ]),
          ]
        : [],
    },
    main: html`${front ? aboutHtml(context, show, cover) : olderHtml(context, show, number, pages)}<div class="frame">${front && html`<h2 class="space-top">Episodes</h2>`}${
      episodes.length > 0
        ? cardList(context, episodes, front ? 3 : 2)
        : html`<p>There are no episodes at the moment. The next will be here.</p>`
    }${pagination((to) => paths.show(site, show, to), number, pages)}${front && show.funding && html`<p class="space-top"><a href="${show.funding.url}" rel="noopener">${show.funding.text}</a></p>`}</div><div class="space"></div>`,
  });
}

function aboutHtml(context: PageContext, show: PublicShow, cover: Html | null): Html {
  return html`<div class="frame show">${cover && html`<div class="cover-art">${cover}</div>`}<div><p class="kicker">Podcast</p><h1>${show.title}</h1><p class="meta">${show.author}</p>${paragraphs(show.description)}${subscribeHtml(context, show)}</div></div>
`;
}

function olderHtml({ site }: PageContext, show: PublicShow, number: number, pages: number): Html {
  return html`<div class="frame"><p class="kicker space-top"><a href="${paths.show(site, show)}">${show.title}</a></p><h1>Episodes, page ${number} of ${pages}</h1></div>
`;
}

/**
 * Where people subscribe: in the apps whose links follow from the feed's address alone, and by the address itself. Apple's own directory
 * and Spotify give a show an address that nobody can derive; `podcast://` opens Apple Podcasts, and other apps that ask for it.
 */
function subscribeHtml({ site, origin }: PageContext, show: PublicShow): Html {
  const feed = show.newFeedUrl ?? origin + paths.showFeed(site, show);
  const bare = feed.replace(/^https?:\/\//, '');
  const apps = [
    ['Apple Podcasts', `podcast://${bare}`],
    ['Overcast', `overcast://x-callback-url/add?url=${encodeURIComponent(feed)}`],
    ['Pocket Casts', `https://pca.st/feed/${encodeURIComponent(feed)}`],
    ['AntennaPod', `https://antennapod.org/deeplink/subscribe?url=${encodeURIComponent(feed)}`],
  ] as const;
  return html`<nav class="subscribe" aria-labelledby="subscribe"><h2 id="subscribe">Subscribe</h2><ul>${apps.map(
    ([name, href]) => html`<li><a href="${href}" rel="noopener">${name}</a></li>`,
  )}<li><a href="${feed}" type="application/rss+xml">RSS</a></li></ul><p class="meta">In any other app, add the show by the address of its feed: <code>${feed}</code></p></nav>`;
}
