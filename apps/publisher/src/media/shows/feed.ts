import { tidyText } from '@mobilise/contracts/captions/cue';
import { sayInstant } from '@mobilise/contracts/time';
import { MediaError } from '@mobilise/media-processing/errors';
import { XMLParser } from 'fast-xml-parser';
import { inOrder } from './feed-order.ts';

/** A podcast feed, as far as we take it over; what it does not say is empty. */
export interface Feed {
  title: string;
  description: string;
  language: string;
  categories: string[];
  explicit: boolean;
  author: string;
  ownerName: string;
  ownerEmail: string;
  serial: boolean;
  complete: boolean;
  copyright: string;
  /** podcast:location. */
  place: string;
  image: string | null;
  /** podcast:guid. */
  guid: string | null;
  /** itunes:new-feed-url: where it says that it has moved to. */
  newFeedUrl: string;
  funding: { url: string; text: string } | null;
  /** podcast:locked: its owner's word is needed to take it over. */
  locked: boolean;
  /** The address at which that owner is reached. */
  lockOwner: string;
  /** itunes:block: it is in no directory. */
  blocked: boolean;
  /** Oldest first. */
  episodes: FeedEpisode[];
  /** What is not out there, and why, as sentences. */
  unpublished: { guid: string; title: string; why: string }[];
}

export interface FeedEpisode {
  guid: string;
  title: string;
  /** HTML, or text. */
  notes: string;
  date: Date | null;
  enclosure: string | null;
  image: string | null;
  /** As the feed writes them. */
  season: string;
  number: string;
  type: 'full' | 'trailer' | 'bonus';
  explicit: boolean;
  people: { name: string; role: string; url: string | null }[];
  chapters: string | null;
  /** The best first; the language is the feed's where none is said. */
  transcripts: { url: string; type: string; language: string }[];
  /** What of it the feed does not say in a way that can be read, as sentences. */
  amiss: { part: 'title' | 'date'; why: string }[];
}

type Node = Record<string, unknown>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
  maxNestedTags: 50,
});

/** Tags of a feed, opening and closing: a thousand for each episode of a show of a thousand, which are read in some two seconds. */
const maxTags = 1_000_000;

/** Reads a feed as of `now`, milliseconds since 1970. Its own entities are refused, and so is what nests too deep. Throws MediaError with words for a person. */
export function readFeed(xml: string, now = Date.now()): Feed {
  // Entities of a document's own can grow without bound, or name files; no podcast needs any.
  if (/<!(?:DOCTYPE[^>]*\[|ENTITY)/i.test(xml)) throw unreadable('It declares entities of its own');
  if (tagsIn(xml) > maxTags) throw unreadable('It is longer than that of any podcast');
  let channel: Node;
  try {
    channel = node(node(node(parser.parse(xml)).rss).channel);
  } catch (error) {
    throw unreadable('Its XML is damaged, or nests too deep', error);
  }
  if (!text(channel.title)) throw unreadable('It is no RSS feed with a title');
  const language = text(channel.language);
  const owner = node(channel['itunes:owner']);
  const funding = node(first(channel['podcast:funding']));
  const listed = list(channel.item).map((item) => {
    const episode = episodeOf(item, language);
    return { episode, said: text(node(item).pubDate), why: unpublished(node(item), episode.date, now) };
  });
  return {
    title: text(channel.title),
    description: text(channel['itunes:summary']) || text(channel.description),
    language,
    categories: list(channel['itunes:category']).flatMap((category) => {
      const name = attribute(category, 'text');
      const inner = list(node(category)['itunes:category']).map((sub) => `${name} > ${attribute(sub, 'text')}`);
      return inner.length > 0 ? inner : [name];
    }),
    explicit: isExplicit(channel['itunes:explicit']),
    author: text(channel['itunes:author']) || text(owner['itunes:name']) || text(channel.title),
    ownerName: text(owner['itunes:name']),
    ownerEmail: text(owner['itunes:email']),
    serial: text(channel['itunes:type']).toLowerCase() === 'serial',
    complete: /^yes$/i.test(text(channel['itunes:complete'])),
    copyright: text(channel.copyright),
    place: text(channel['podcast:location']),
    image: attribute(first(channel['itunes:image']), 'href') || text(node(channel.image).url) || null,
    guid: text(channel['podcast:guid']) || null,
    newFeedUrl: text(channel['itunes:new-feed-url']),
    funding: attribute(funding, 'url') ? { url: attribute(funding, 'url'), text: text(funding) } : null,
    locked: /^yes$/i.test(text(channel['podcast:locked'])),
    lockOwner: attribute(first(channel['podcast:locked']), 'owner') || text(owner['itunes:email']),
    blocked: isBlocked(channel),
    episodes: inOrder(listed.filter(({ why }) => !why)),
    unpublished: listed.flatMap(({ episode: { guid, title }, why }) => (why ? { guid, title, why } : [])),
  };
}

function tagsIn(xml: string): number {
  let tags = 0;
  for (let at = xml.indexOf('<'); at !== -1 && tags <= maxTags; at = xml.indexOf('<', at + 1)) tags += 1;
  return tags;
}

const isBlocked = (one: Node) => /^yes$/i.test(text(one['itunes:block']));

/** Milliseconds by which the clock of a host may be ahead of this one. */
const aheadAtMost = 600_000;

/** Why an entry is not for everybody to hear there, as sentences; null where it is. */
function unpublished(item: Node, date: Date | null, now: number): string | null {
  if (isBlocked(item)) return 'It is kept out of directories there (itunes:block), so it was left out here.';
  if (!date || date.getTime() <= now + aheadAtMost) return null;
  return `It is not out yet there: its date is ${sayInstant(date, 'UTC')} UTC. Try again when it is out.`;
}

const formats = ['text/vtt', 'application/x-subrip', 'application/srt', 'application/json', 'text/plain'];

const untitled = 'Without a title';

function episodeOf(value: unknown, language: string): FeedEpisode {
  const item = node(value);
  const enclosure = attribute(first(item.enclosure), 'url') || null;
  const type = text(item['itunes:episodeType']).toLowerCase();
  const title = onOneLine(item.title) || onOneLine(item['itunes:title']);
  const rank = (transcript: unknown) => (formats.indexOf(attribute(transcript, 'type')) + 100) % 100;
  return {
    guid: text(item.guid) || enclosure || text(item.link) || text(item.title),
    title: title || untitled,
    notes: text(item['content:encoded']) || text(item.description) || text(item['itunes:summary']),
    date: dateOf(text(item.pubDate)),
    enclosure,
    image: attribute(first(item['itunes:image']), 'href') || null,
    season: text(item['itunes:season'] ?? item['podcast:season']),
    number: text(item['itunes:episode'] ?? item['podcast:episode']),
    type: type === 'trailer' || type === 'bonus' ? type : 'full',
    explicit: isExplicit(item['itunes:explicit']),
    people: list(item['podcast:person']).flatMap((person) =>
      text(person)
        ? [
            {
              name: text(person),
              role: attribute(person, 'role').toLowerCase() || 'host',
              url: attribute(person, 'href') || null,
            },
          ]
        : [],
    ),
    chapters: attribute(first(item['podcast:chapters']), 'url') || null,
    transcripts: list(item['podcast:transcript'])
      .toSorted((a, b) => rank(a) - rank(b))
      .map((transcript) => ({
        url: attribute(transcript, 'url'),
        type: attribute(transcript, 'type'),
        language: attribute(transcript, 'language') || language,
      }))
      .filter(({ url }) => url),
    amiss: title ? [] : [{ part: 'title', why: `The feed gives it none, so it is called “${untitled}”.` }],
  };
}

/** Null where it is none, or not of four digits of a year in every zone: years before and after are none of a podcast, and not all can be stored. */
function dateOf(said: string): Date | null {
  const date = new Date(said);
  const year = date.getUTCFullYear();
  return year > 1000 && year < 9999 ? date : null;
}

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

const first = (value: unknown) => list(value)[0];

function text(value: unknown): string {
  const one = first(value);
  return storable(String((typeof one === 'object' ? node(one)['#text'] : one) ?? ''));
}

const onOneLine = (value: unknown) => tidyText(text(value)).replace(/\s+/g, ' ');

const attribute = (value: unknown, name: string) => storable(String(node(value)[`@${name}`] ?? ''));

/** As the database takes it. */
const storable = (words: string) => words.replaceAll('\0', '').toWellFormed().trim();

const isExplicit = (value: unknown) => /^(yes|true|explicit)$/i.test(text(value));

function unreadable(why: string, cause?: unknown): MediaError {
  const detail = `This address does not lead to a podcast feed that can be read. ${why}.`;
  return new MediaError('media_corrupt', detail, { cause });
}
