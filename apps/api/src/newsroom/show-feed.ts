import { splitCategory } from '@mobilise/contracts/apple-categories';
import { documentHtml, documentText } from '@mobilise/contracts/document';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { mediaUrl } from '../thumbs.ts';
import { imageHtml } from './feeds.ts';
import { type Html, html, isBlank, paragraphs, wordsAsHtml } from './html.ts';
import { describe } from './item-page.ts';
import { mediaType } from './media.ts';
import { artworkFile, cardFile } from './picture.ts';
import {
  type Conversation,
  episodeFile,
  episodeFiles,
  type MadeFile,
  type PageContext,
  type PublicShow,
  type Published,
  paths,
} from './site.ts';

/** What a show's feed is made of: its episodes that are out, the newest first. */
export interface ShowFeed extends PageContext {
  show: PublicShow;
  episodes: readonly Published[];
  conversations: ReadonlyMap<string, readonly Conversation[]>;
}

/** Bytes of a description, and characters of other values, that Apple takes. */
const most = { description: 4000, value: 255 } as const;

/** A podcast feed: RSS 2.0 with the namespaces of Apple and Podcasting 2.0. An episode whose file is missing is left out. */
export function showFeed(feed: ShowFeed): string {
  const { site, show, origin, episodes } = feed;
  const shown = episodes.filter((item) => episodeFile(feed, item));
  return html`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${value(show.title)}</title>
<link>${origin + paths.show(site, show)}</link>
<description>${description(show.description || show.title)}</description>
<language>${show.language.toLowerCase()}</language>
${show.copyright && html`<copyright>${value(show.copyright)}</copyright>`}
<lastBuildDate>${lastChange(show, shown).toUTCString()}</lastBuildDate>
<atom:link href="${origin + paths.showFeed(site, show)}" rel="self" type="application/rss+xml"/>
${appleTags(feed)}
${namespaceTags(feed, shown)}
${shown.map((item) => entry(feed, item))}</channel>
</rss>
`.markup.replace(/\n{2,}/g, '\n');
}

function appleTags(feed: ShowFeed): Html {
  const { show } = feed;
  const cover = coverUrl(feed, show.artworkId);
  return html`<itunes:author>${value(show.author)}</itunes:author>
<itunes:type>${show.type}</itunes:type>
<itunes:explicit>${show.explicit ? 'true' : 'false'}</itunes:explicit>
${show.ownerEmail && html`<itunes:owner><itunes:name>${value(show.ownerName || show.author)}</itunes:name><itunes:email>${show.ownerEmail}</itunes:email></itunes:owner>`}
${cover && html`<itunes:image href="${cover}"/>`}
${[...new Set(show.categories)].map((category) => {
  const [main, sub] = splitCategory(category);
  return sub
    ? html`<itunes:category text="${main}"><itunes:category text="${sub}"/></itunes:category>\n`
    : html`<itunes:category text="${main}"/>\n`;
})}
${show.complete && html`<itunes:complete>Yes</itunes:complete>`}
${show.newFeedUrl && html`<itunes:new-feed-url>${show.newFeedUrl}</itunes:new-feed-url>`}`;
}

function namespaceTags(feed: ShowFeed, shown: readonly Published[]): Html {
  const { show, site, origin } = feed;
  const trailers = shown.filter((item) => contentOf(item).type === 'trailer');
  return html`<podcast:guid>${show.guid}</podcast:guid>
<podcast:medium>podcast</podcast:medium>
<podcast:locked${show.ownerEmail && html` owner="${show.ownerEmail}"`}>${show.locked && !show.newFeedUrl ? 'yes' : 'no'}</podcast:locked>
${images(feed, show.artworkId)}
${show.place && html`<podcast:location rel="subject">${value(show.place)}</podcast:location>`}
${show.funding && html`<podcast:funding url="${show.funding.url}">${show.funding.text}</podcast:funding>`}
${show.licence && html`<podcast:license${!spdx.test(show.licence) && html` url="${origin + paths.show(site, show)}"`}>${show.licence}</podcast:license>`}
${show.verification && html`<podcast:txt purpose="verify">${show.verification}</podcast:txt>`}
${trailers.map((item) => {
  const file = episodeFile(feed, item);
  const { season } = contentOf(item);
  return (
    file &&
    html`<podcast:trailer pubdate="${item.publishedAt.toUTCString()}" url="${origin + paths.enclosure(site, item, file)}" length="${file.bytes}" type="${mediaType(file.format)}"${season && html` season="${season}"`}>${value(item.title)}</podcast:trailer>\n`
  );
})}`;
}

/**
 * The licences of the SPDX list that are made for words and sound: Creative Commons and Open Government. Anything else needs an
 * address where it is explained.
 */
const spdx = /^(cc0-1\.0|cc-by(-nc)?(-sa|-nd)?-[1-4]\.[05](-[a-z]{2,3})?|ogl(-uk|-canada)?-[1-3]\.0)$/i;

function entry(feed: ShowFeed, item: Published): Html {
  const { site, origin } = feed;
  const content = contentOf(item);
  const file = episodeFile(feed, item);
  if (!file) return html``;
  const words = documentText(content.notes).trim() || describe(item) || item.title;
  const notes = documentHtml(content.notes, (image) => imageHtml(feed, image).markup);
  const cover = content.artwork && coverUrl(feed, content.artwork.assetId);
  return html`<item>
<title>${value(item.title)}</title>
<itunes:title>${value(item.title)}</itunes:title>
<link>${origin + paths.item(site, item)}</link>
<guid isPermaLink="false">${item.guid ?? item.itemId}</guid>
<pubDate>${item.publishedAt.toUTCString()}</pubDate>
<description>${description(item.summary || words)}</description>
<content:encoded>${isBlank(notes) ? paragraphs(words).markup : notes}</content:encoded>
<enclosure url="${origin + paths.enclosure(site, item, file)}" length="${file.bytes}" type="${mediaType(file.format)}"/>
${file.duration !== null && html`<itunes:duration>${Math.round(file.duration / 1000)}</itunes:duration>`}
<itunes:explicit>${content.explicit ? 'true' : 'false'}</itunes:explicit>
<itunes:episodeType>${content.type}</itunes:episodeType>
${cover && html`<itunes:image href="${cover}"/>`}
${content.season !== null && html`<itunes:season>${content.season}</itunes:season><podcast:season>${content.season}</podcast:season>`}
${content.number !== null && html`<itunes:episode>${content.number}</itunes:episode><podcast:episode>${content.number}</podcast:episode>`}
${content.artwork && images(feed, content.artwork.assetId)}
${besides(feed, item)}
${people(feed, content)}
${episodeFiles(feed, item).map((one) => alternative(feed, item, one, one === file))}
${(feed.conversations.get(item.itemId) ?? []).map(
  ({ protocol, url, account }, index) =>
    html`<podcast:socialInteract protocol="${protocol}" uri="${url}" priority="${index + 1}"${account && html` accountId="${account}"`}/>\n`,
)}
</item>
`;
}

const transcripts = [
  ['vtt', 'text/vtt'],
  ['srt', 'application/x-subrip'],
  ['json', 'application/json'],
  ['html', 'text/html'],
] as const;

/** Where transcript and chapters of an episode are. */
function besides({ site, origin }: ShowFeed, item: Published): Html {
  const { transcript, chapters } = contentOf(item);
  const at = (name: string) => origin + paths.beside(site, item, name);
  return html`${
    transcript &&
    transcripts.map(
      ([ending, type]) =>
        html`<podcast:transcript url="${at(`transcript.${ending}`)}" type="${type}" language="${transcript.language}"${(ending === 'vtt' || ending === 'srt') && html` rel="captions"`}/>\n`,
    )
  }${chapters.length > 0 && html`<podcast:chapters url="${at('chapters.json')}" type="application/json+chapters"/>`}`;
}

function people({ origin, pictures }: ShowFeed, content: EpisodeContent): Html {
  return html`${content.people.map(({ name, role, url, picture }) => {
    const file = picture && cardFile(pictures.get(picture.assetId) ?? []);
    return html`<podcast:person role="${role.toLowerCase()}"${url && html` href="${url}"`}${file && html` img="${origin + mediaUrl(file)}"`}>${name}</podcast:person>\n`;
  })}`;
}

function alternative({ site, origin }: ShowFeed, item: Published, file: MadeFile, isUsual: boolean): Html {
  const bitrate = file.duration && Math.round((file.bytes * 8000) / file.duration);
  return html`<podcast:alternateEnclosure type="${mediaType(file.format)}" length="${file.bytes}"${bitrate && html` bitrate="${bitrate}"`}${isUsual && html` default="true"`}><podcast:source uri="${origin + paths.enclosure(site, item, file)}"/><podcast:integrity type="sri" value="sha256-${Buffer.from(file.sha256, 'hex').toString('base64')}"/></podcast:alternateEnclosure>
`;
}

/** The square for podcast apps; its name changes with the picture, and ends as directories want it. */
function coverUrl({ pictures, origin }: PageContext, assetId: string | null): string | null {
  const file = artworkFile((assetId && pictures.get(assetId)) || []);
  return file ? origin + mediaUrl(file).replace(/jpeg$/, 'jpg') : null;
}

function images(feed: ShowFeed, assetId: string | null): Html | null {
  const files = (assetId && feed.pictures.get(assetId)) || [];
  const cover = artworkFile(files);
  return cover
    ? html`<podcast:images srcset="${feed.origin + mediaUrl(cover).replace(/jpeg$/, 'jpg')} ${cover.width}w"/>`
    : null;
}

const contentOf = (item: Published) => item.content as EpisodeContent;

/** On one line, as long as directories take. */
function value(text: string): string {
  return cut(text.replace(/\s+/g, ' ').trim(), (part) => part.length <= most.value);
}

/** Plain words as HTML, which readers take a description for, so that what looks like markup in them stays words. */
function description(text: string): string {
  return wordsAsHtml(cut(text.trim(), (part) => Buffer.byteLength(wordsAsHtml(part)) <= most.description));
}

/** The whole text where it fits, else as many whole characters of it as do, with an ellipsis. */
function cut(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  const characters = [...text.slice(0, most.description)];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(`${characters.slice(0, middle).join('')}…`)) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}

function lastChange(show: PublicShow, items: readonly Published[]): Date {
  return new Date(Math.max(show.createdAt.getTime(), ...items.map(({ updatedAt }) => updatedAt.getTime())));
}
