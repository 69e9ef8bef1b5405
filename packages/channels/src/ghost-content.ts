import { escapeHtml } from '@mobilise/contracts/document';
import { z } from 'zod';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { type Content, type Site, uploadImage } from './ghost-api.ts';
import { ImageUnreadable, readImage } from './outcome.ts';
import { fileName, itemOf, type Pace, withPictures } from './whole-item.ts';

/** The most characters that Ghost takes (schema of its `posts` and `posts_meta` tables, version 6.65). */
const most = { custom_excerpt: 300, feature_image_alt: 191 };

/** What is kept of a send: the post that was made as a draft, and where its pictures are, by the hash of their bytes. */
export const progress = z.object({
  id: z.string().nullable().catch(null),
  pictures: z.record(z.string(), z.string()).catch({}),
});
export type Progress = z.infer<typeof progress>;

/** What an earlier try has kept. */
export function progressOf(post: OutgoingPost): Progress {
  return progress.catch({ id: null, pictures: {} }).parse(post.progress);
}

/**
 * The item as Ghost keeps it, its pictures on the site. `onUpload` is told of each upload, since nobody can look one up.
 * Throws ServiceFailure, ImageUnreadable and what `pace` does.
 */
export async function contentOf(
  site: Site,
  post: OutgoingPost,
  connection: Connection,
  { pace, onUpload }: { pace: Pace; onUpload: (pictures: Record<string, string>) => Promise<void> },
): Promise<Content> {
  const item = itemOf(post);
  let { pictures } = progressOf(post);
  for (const image of Object.values(item.images)) {
    if (pictures[image.sha256]) continue;
    pace();
    const bytes = await readImage(connection, image);
    const name = fileName(`mobilise-${image.sha256.slice(0, 16)}`, image.mime);
    pictures = { ...pictures, [image.sha256]: await uploadImage(site, { name, mime: image.mime, bytes }) };
    await onUpload(pictures);
  }
  const picture = (assetId: string): OutgoingImage & { url: string } => {
    const image = item.images[assetId];
    const url = image && pictures[image.sha256];
    if (url) return { ...image, url };
    throw new ImageUnreadable(new Error(`The item shows ${assetId} and has no such picture`));
  };
  const html = withPictures(item.html, (assetId) => {
    const { url, width, height } = picture(assetId);
    return `src="${escapeHtml(url)}" width="${width}" height="${height}"`;
  });
  const lead = item.leadImage === null ? null : picture(item.leadImage);
  return {
    title: item.title,
    html: withCards(html),
    custom_excerpt: clipped(item.summary, most.custom_excerpt) || null,
    feature_image: lead?.url ?? null,
    feature_image_alt: lead ? clipped(lead.alt, most.feature_image_alt) || null : null,
    canonical_url: item.url,
  };
}

/**
 * Ghost makes nodes of its editor of HTML, and these hold no picture or heading within a list or a quotation: such a block
 * goes in as it is, in a card of HTML. Blocks of an item stand on lines of their own.
 */
function withCards(html: string): string {
  return html
    .split(/\n(?=<)/)
    .map((block) =>
      /^<(ul|ol|blockquote)[ >].*<(?:figure|h[2-6]|hr|table)[ >].*<\/\1>$/s.test(block)
        ? `<!--kg-card-begin: html-->${block}<!--kg-card-end: html-->`
        : block,
    )
    .join('\n');
}

/** Text that ends after a whole word within so many characters. */
function clipped(text: string, max: number): string {
  const whole = text.trim();
  if (whole.length <= max) return whole;
  const words = /^(.*)\s/s.exec(whole.slice(0, max))?.[1]?.trimEnd();
  // Languages without spaces, and emoji of two halves.
  return `${words || whole.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
