import { createHash } from 'node:crypto';
import type { Finding, MetricReading, Outcome, OutgoingItem, OutgoingPost } from './adapter.ts';
import { refuse } from './connecting.ts';
import { sendAgain } from './outcome.ts';
import type { ServiceFailure } from './service.ts';

/** Milliseconds of one try that may go into pictures, so that the rest is done within the publisher's deadline of 20 s. */
const patience = 10_000;

/** There are more pictures than fit into one try; those so far are kept. */
class MorePictures extends Error {}

/** Called before each upload; ends a try that has spent its time on pictures. */
export type Pace = () => void;

/** A pace that counts from now. The first picture may always be uploaded, so that every try gets on. Throws what `stillUploading` knows. */
export function paceFromNow(): Pace {
  const end = performance.now() + patience;
  let uploads = 0;
  return () => {
    if (uploads > 0 && performance.now() > end) throw new MorePictures('One try has no time for more pictures');
    uploads += 1;
  };
}

/** What became of a send that `paceFromNow` ended; null for other errors. */
export function stillUploading(error: unknown): Outcome | null {
  if (!(error instanceof MorePictures)) return null;
  return { outcome: 'waiting', message: 'The pictures are still being uploaded.', seconds: 1 };
}

/** What became of a send after which the site has the post and does not show it. */
export function keptBack(status: string, advice: string): Outcome {
  return { outcome: 'failed', message: `The site took the post and left it as “${status}”.`, advice };
}

/** What became of a send whose draft somebody deleted just before it was published; the next try makes another. */
export function draftGone({ message }: ServiceFailure): Outcome {
  return { outcome: 'refused', message, advice: sendAgain, retryAfter: null };
}

/** What a look says of a post that was made and is not there; it may have been public before somebody took it away. */
export const deletedThere: Finding = {
  found: 'different',
  message: 'The post was made on the site, and somebody deleted it there.',
};

/** Why a post has no number of comments, which is not the same as none. */
export function noComments(message: string): MetricReading {
  return { metric: 'comments', status: 'unavailable', message };
}

/** For `noComments`. */
export const notShown = 'The site does not show this post: it is deleted or no longer public';

/** The item of a post; a post without one never comes to a channel that shows items. */
export function itemOf(post: OutgoingPost): OutgoingItem {
  if (post.item) return post.item;
  throw new Error('This channel shows items, and the post has none');
}

/**
 * The name of a post in the addresses of a site: the item's, and eight characters of the post's handle, so that a second post
 * of the same item has a name of its own. The same on every try.
 */
export function slugOf(post: OutgoingPost): string {
  return `${itemOf(post).slug}-${shortHash(post.handle)}`;
}

/** Eight hexadecimal characters of a SHA-256. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** HTML of an item with the attributes that `attributesOf` gives for an asset in the place of each `src="asset:…"`. */
export function withPictures(html: string, attributesOf: (assetId: string) => string): string {
  return html.replace(/src="asset:([^"]+)"/g, (_, assetId: string) => attributesOf(assetId));
}

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** The name of a picture's file: the same picture has the same one every time. */
export function fileName(name: string, mime: string): string {
  return `${name}.${extensions[mime] ?? mime.split('/')[1] ?? 'bin'}`;
}

/**
 * The address of a site as somebody typed it, ending in a slash, without what belongs to its back room (`office` matches it).
 * Throws Problem `channel_refused` for what is no address.
 */
export function siteAddress(typed: string, office: RegExp): URL {
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (!url)
    throw refuse(`${typed} is not an address.`, { field: 'site', advice: 'Write one such as https://news.example' });
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  url.pathname = `${url.pathname.replace(office, '').replace(/\/+$/, '')}/`;
  return url;
}
