import { createHash } from 'node:crypto';
import { escapeHtml } from '@mobilise/contracts/document';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { ImageUnreadable, readImage } from './outcome.ts';
import { fileName, itemOf, type Pace, withPictures } from './whole-item.ts';
import { type Content, describeMedia, findMedia, type Media, type Site, uploadMedia } from './wordpress-api.ts';
import { plainText } from './wordpress-outcome.ts';

/** Uploads that one request of a list may name (WP_REST_Controller, `per_page` at most 100). */
const uploadsACall = 100;

/** The item as WordPress keeps it, its pictures in the media library. Throws ServiceFailure, ImageUnreadable and what `pace` does. */
export async function contentOf(site: Site, post: OutgoingPost, connection: Connection, pace: Pace): Promise<Content> {
  const item = itemOf(post);
  const library = await fillLibrary(site, Object.values(item.images), connection, pace);
  const picture = (assetId: string): Media => {
    const image = item.images[assetId];
    const found = image && library.get(mediaSlug(image));
    if (found) return found;
    throw new ImageUnreadable(new Error(`The item shows ${assetId} and has no such picture`));
  };
  const html = withPictures(item.html, (assetId) => {
    const { id, source_url } = picture(assetId);
    const { width, height } = item.images[assetId] ?? { width: 0, height: 0 };
    // By the class WordPress finds the smaller sizes to offer.
    return `src="${escapeHtml(source_url)}" class="wp-image-${id}" width="${width}" height="${height}"`;
  });
  return {
    title: markUp(item.title),
    // What stands in square brackets would be run as a shortcode.
    content: html.replaceAll('[', '&#91;'),
    excerpt: markUp(item.summary),
    featured_media: item.leadImage === null ? 0 : picture(item.leadImage).id,
  };
}

/** Text as the HTML that WordPress itself makes of it for accounts that may not write any. */
function markUp(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whether a title that WordPress gave is that of the item. */
export function isTitle(raw: string, post: OutgoingPost): boolean {
  const plain = (text: string) => plainText(text).replace(/\s+/g, ' ');
  return plain(raw) === plain(markUp(itemOf(post).title));
}

/**
 * The name of a picture's upload. WordPress keeps the alt text with the upload, so the same picture with other words is
 * another: a post that says something else about it keeps its own.
 */
function mediaSlug({ sha256, alt }: OutgoingImage): string {
  return `mobilise-${createHash('sha256').update(`${sha256}\n${alt}`).digest('hex').slice(0, 20)}`;
}

/** Every picture in the media library by the name of its upload: those of earlier tries, and the others uploaded now. */
async function fillLibrary(
  site: Site,
  images: readonly OutgoingImage[],
  connection: Connection,
  pace: Pace,
): Promise<Map<string, Media>> {
  const wanted = new Map(images.map((image) => [mediaSlug(image), image]));
  const library = new Map<string, Media>();
  const slugs = [...wanted.keys()];
  for (let start = 0; start < slugs.length; start += uploadsACall)
    for (const found of await findMedia(site, slugs.slice(start, start + uploadsACall))) library.set(found.slug, found);
  for (const [slug, image] of wanted) {
    const made = library.get(slug) ?? (await upload(site, slug, image, connection, pace));
    library.set(slug, made);
    // In a request of its own: in the address of the upload it would be too long for many servers.
    if (made.alt_text === '' && image.alt.trim() !== '') await describeMedia(site, made.id, image.alt);
  }
  return library;
}

async function upload(
  site: Site,
  slug: string,
  image: OutgoingImage,
  connection: Connection,
  pace: Pace,
): Promise<Media> {
  pace();
  const bytes = await readImage(connection, image);
  return uploadMedia(site, { slug, name: fileName(slug, image.mime), mime: image.mime, bytes });
}
