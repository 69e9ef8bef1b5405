import { createHmac } from 'node:crypto';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { readImage } from './outcome.ts';

/**
 * Bytes of pictures that one message carries, before base64 makes them a third longer: what many servers take without being
 * told to take more. Pictures beyond that come without their data.
 */
const maxImageBytes = 5_000_000;

/** What is sent of a post, the same on every try (docs/webhooks.md). Throws ImageUnreadable. */
export async function messageOf(
  event: 'post.published' | 'post.changed',
  post: OutgoingPost,
  connection: Connection,
): Promise<string> {
  const { item } = post;
  if (!item) throw new Error('A webhook gets whole items');
  const { title, summary, text, html, url, slug, leadImage } = item;
  return JSON.stringify({
    id: post.postId,
    event,
    createdAt: post.createdAt,
    title,
    summary,
    text,
    html,
    url,
    slug,
    language: post.language,
    leadImage,
    images: await picturesOf(item.images, connection),
  });
}

async function picturesOf(images: Record<string, OutgoingImage>, connection: Connection): Promise<unknown[]> {
  const pictures = [];
  let left = maxImageBytes;
  for (const [id, image] of Object.entries(images)) {
    const bytes = await readImage(connection, image);
    const fits = bytes.length <= left;
    if (fits) left -= bytes.length;
    const { alt, mime, width, height, sha256 } = image;
    pictures.push({ id, alt, mime, width, height, sha256, data: fits ? Buffer.from(bytes).toString('base64') : null });
  }
  return pictures;
}

/** The headers that sign a body at an instant (seconds since 1970): an HMAC-SHA256 over both, so that neither can be exchanged. */
export function signatureOf(body: string, secret: string, seconds: number): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { 'mobilise-timestamp': String(seconds), 'mobilise-signature': `v1=${mac}` };
}
