import { type Document, documentHtml } from '@mobilise/contracts/document';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { InfographicContent, StoryContent } from '@mobilise/contracts/kinds';
import type { EpisodeContent, VideoContent } from '@mobilise/contracts/recordings';
import { uuidOfName } from '@mobilise/db/podcast-guid';
import { mediaUrl } from '../thumbs.ts';
import { type Html, html, paragraphs, raw, wordsAsHtml } from './html.ts';
import { correctionNotes, describe } from './item-page.ts';
import { mediaType } from './media.ts';
import { cardFile } from './picture.ts';
import { episodeFiles, mainImage, type PageContext, type PictureFile, type Published, paths } from './site.ts';

/** Items in a feed, the newest first. */
export const feedSize = 30;

/**
 * RSS 2.0, with the whole text of each item. The description of an item is HTML; that of the feed and titles are plain text, as the
 * RSS Advisory Board has it (podcast apps alone take the description of a feed for HTML, too).
 */
export function rssFeed(context: PageContext, items: readonly Published[]): string {
  const { site, origin } = context;
  return html`${declaration}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${site.name}</title>
<link>${origin + paths.index(site)}</link>
<description>${site.description || `News from ${site.name}`}</description>
<language>en-gb</language>
<lastBuildDate>${lastChange(items).toUTCString()}</lastBuildDate>
<atom:link href="${origin + paths.rss(site)}" rel="self" type="application/rss+xml"/>
${items.map((item) => {
  const enclosure = enclosureOf(context, item);
  return html`<item>
<title>${item.title}</title>
<link>${origin + paths.item(site, item)}</link>
<guid isPermaLink="false">${permanentId(site.channelId, item.itemId)}</guid>
<pubDate>${item.publishedAt.toUTCString()}</pubDate>
<description>${wordsAsHtml(describe(item))}</description>
<content:encoded>${bodyHtml(context, item).markup}</content:encoded>
${item.campaign && html`<category>${item.campaign.name}</category>`}
${enclosure && html`<enclosure url="${enclosure.url}" length="${enclosure.bytes}" type="${enclosure.type}"/>`}
</item>
`;
})}</channel>
</rss>
`.markup;
}

/** Atom 1.0 (RFC 4287). */
export function atomFeed(context: PageContext, items: readonly Published[]): string {
  const { site, origin } = context;
  return html`${declaration}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<id>urn:uuid:${site.channelId}</id>
<title>${site.name}</title>
${site.description && html`<subtitle>${site.description}</subtitle>`}
<updated>${lastChange(items).toISOString()}</updated>
<author><name>${site.name}</name></author>
<link rel="alternate" type="text/html" href="${origin + paths.index(site)}"/>
<link rel="self" type="application/atom+xml" href="${origin + paths.atom(site)}"/>
${items.map(
  (item) => html`<entry>
<id>${permanentId(site.channelId, item.itemId)}</id>
<title>${item.title}</title>
<link rel="alternate" type="text/html" href="${origin + paths.item(site, item)}"/>
<published>${item.publishedAt.toISOString()}</published>
<updated>${item.updatedAt.toISOString()}</updated>
<summary>${describe(item)}</summary>
<content type="html">${bodyHtml(context, item).markup}</content>
${playable(context, item).map(({ url, bytes, type }) => html`<link rel="enclosure" type="${type}" length="${bytes}" href="${url}"/>\n`)}
${item.campaign && html`<category term="${item.campaign.slug}" label="${item.campaign.name}"/>`}
</entry>
`,
)}</feed>
`.markup;
}

/** JSON Feed 1.1. */
export function jsonFeed(context: PageContext, items: readonly Published[]): string {
  const { site, origin } = context;
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: site.name,
    home_page_url: origin + paths.index(site),
    feed_url: origin + paths.jsonFeed(site),
    ...(site.description && { description: site.description }),
    language: 'en-GB',
    authors: [{ name: site.name, url: origin + paths.index(site) }],
    items: items.map((item) => {
      const sounds = playable(context, item);
      const picture = pictureOf(context, item);
      return {
        id: permanentId(site.channelId, item.itemId),
        url: origin + paths.item(site, item),
        title: item.title,
        summary: describe(item),
        content_html: bodyHtml(context, item).markup,
        date_published: item.publishedAt.toISOString(),
        date_modified: item.updatedAt.toISOString(),
        ...(picture && { image: origin + mediaUrl(picture) }),
        ...(item.campaign && { tags: [item.campaign.name] }),
        ...(sounds.length > 0 && {
          attachments: sounds.map(({ url, bytes, type, duration }) => ({
            ...{ url, mime_type: type, size_in_bytes: bytes },
            ...(duration !== null && { duration_in_seconds: duration / 1000 }),
          })),
        }),
      };
    }),
  });
}

/** The addresses of a site for search engines (sitemaps.org 0.9). */
export function sitemap(
  { site, origin }: Pick<PageContext, 'site' | 'origin'>,
  addresses: readonly { slug: string; campaign: string | null; updatedAt: Date }[],
): string {
  const url = (path: string, changed?: Date) =>
    html`<url><loc>${origin + path}</loc>${changed && html`<lastmod>${changed.toISOString()}</lastmod>`}</url>\n`;
  const campaigns = new Map<string, Date>();
  // The newest comes first, so the first of a campaign is its last change.
  for (const { campaign, updatedAt } of addresses)
    if (campaign && !campaigns.has(campaign)) campaigns.set(campaign, updatedAt);
  return html`${declaration}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${url(paths.index(site), addresses[0]?.updatedAt)}${[...campaigns].map(([slug, changed]) => url(paths.campaign(site, { slug }), changed))}${site.shows.map((show) => url(paths.show(site, show)))}${addresses.map(
  (item) => url(paths.item(site, item), item.updatedAt),
)}</urlset>
`.markup;
}

/** What crawlers may read, and where each site lists its pages. */
export function robots(sites: readonly string[], origin: string): string {
  return [
    'User-agent: *',
    'Disallow: /api/',
    '',
    ...sites.map((slug) => `Sitemap: ${origin}${paths.sitemap({ slug })}`),
    '',
  ].join('\n');
}

/** An item's name in feeds. It follows from channel and item, so no update ever changes it. */
function permanentId(channelId: string, itemId: string): string {
  return `urn:uuid:${uuidOfName(channelId, itemId)}`;
}

const declaration = raw('<?xml version="1.0" encoding="utf-8"?>');

/** A feed of nothing has never changed. */
function lastChange(items: readonly Published[]): Date {
  return new Date(Math.max(0, ...items.map(({ updatedAt }) => updatedAt.getTime())));
}

function pictureOf({ pictures }: PageContext, item: Published): PictureFile | undefined {
  const image = mainImage(item);
  return image && cardFile(pictures.get(image.assetId) ?? []);
}

/** The body of each kind for feed readers: no style sheet of ours, absolute addresses. */
const bodies: Record<ItemKind, (context: PageContext, item: Published) => Html> = {
  story: (context, item) => {
    const { leadImage, body } = item.content as StoryContent;
    return html`${leadImage && imageHtml(context, leadImage)}${raw(documentHtml(body, (image) => imageHtml(context, image).markup))}`;
  },
  infographic: (context, item) => {
    const { artwork, longDescription } = item.content as InfographicContent;
    return html`${artwork && imageHtml(context, artwork)}${paragraphs(longDescription)}`;
  },
  episode: (context, item) => wordsHtml(context, (item.content as EpisodeContent).notes),
  video: (context, item) => wordsHtml(context, (item.content as VideoContent).description),
};

/** What a feed reader may play of an item: the files of an episode, the usual one first. */
function playable(context: PageContext, item: Published) {
  return episodeFiles(context, item).map((file) => ({
    ...{ url: context.origin + paths.enclosure(context.site, item, file), type: mediaType(file.format) },
    ...{ bytes: file.bytes, duration: file.duration },
  }));
}

/** RSS takes one file an item: what is heard, else what is seen. */
function enclosureOf(context: PageContext, item: Published) {
  const picture = pictureOf(context, item);
  const [sound] = playable(context, item);
  if (sound || !picture) return sound;
  return { url: context.origin + mediaUrl(picture), bytes: picture.bytes, type: mediaType(picture.format) };
}

function wordsHtml(context: PageContext, words: Document): Html {
  return raw(documentHtml(words, (image) => imageHtml(context, image).markup));
}

function bodyHtml(context: PageContext, item: Published): Html {
  const notes = correctionNotes(context.corrections.get(item.itemId) ?? [], context.site);
  return html`${notes}${bodies[item.kind](context, item)}`;
}

/** A picture in a feed: one file with an absolute address, or its words. */
export function imageHtml(
  { pictures, origin }: Pick<PageContext, 'pictures' | 'origin'>,
  { assetId, alt, caption }: { assetId: string; alt: string; caption?: string | undefined },
): Html {
  const files = pictures.get(assetId) ?? [];
  const file =
    files
      .filter(({ purpose, format }) => purpose === 'responsive' && format === 'jpeg')
      .sort((a, b) => Math.abs(a.width - 1280) - Math.abs(b.width - 1280))[0] ?? cardFile(files);
  const shown = file
    ? html`<img src="${origin + mediaUrl(file)}" width="${file.width}" height="${file.height}" alt="${alt}">`
    : html`<p>${alt}</p>`;
  return html`<figure>${shown}${caption && html`<figcaption>${caption}</figcaption>`}</figure>`;
}
