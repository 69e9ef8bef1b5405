import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import { type Account, getUpload, type Upload, uploadImage } from './mastodon-api.ts';
import { readImage } from './outcome.ts';
import { ServiceFailure } from './service.ts';
import { paceFromNow } from './whole-item.ts';

/**
 * Milliseconds between looks at an image that the server is still at work on. Servers from 4.0 on have done with an image when
 * they answer its upload; the others get a moment, and then the post waits.
 */
const pauses = [250, 500, 1000, 2000];

const progress = z.object({
  /** When the first upload began, RFC 3339. */
  since: z.iso.datetime(),
  /** In the order of the post's images, as far as they are uploaded. */
  media: z.array(z.object({ sha256: z.string(), id: z.string() })),
});
/** What earlier tries have uploaded. */
export type Uploaded = z.infer<typeof progress>;

/** What earlier tries have uploaded for a post; null before the first image. */
export function uploadedFor(post: OutgoingPost): Uploaded | null {
  return progress.safeParse(post.progress).data ?? null;
}

/**
 * How earlier uploads are doing; null when one cannot be used any more: a status shows it, it waited for one for a day, or it
 * could not be processed.
 */
export async function standingOf(account: Account, { media }: Uploaded): Promise<Upload[] | null> {
  try {
    return await Promise.all(media.map(({ id }) => getUpload(account, id)));
  } catch (error) {
    if (error instanceof ServiceFailure && (error.status === 404 || error.status === 422)) return null;
    throw error;
  }
}

/** Uploads one image. Throws ServiceFailure and ImageUnreadable. */
export async function upload(account: Account, image: OutgoingImage, connection: Connection): Promise<Upload> {
  return uploadImage(account, image, await readImage(connection, image));
}

/**
 * Uploads the images behind those that are uploaded, keeping each as it is made, until its time is up. Throws
 * what `stillUploading` knows, ServiceFailure, ImageUnreadable, and what `keep` throws.
 */
export async function uploadRest(
  account: Account,
  images: readonly OutgoingImage[],
  connection: Connection,
  uploaded: Uploaded | null,
): Promise<Upload[]> {
  const since = uploaded?.since ?? new Date().toISOString();
  const media = [...(uploaded?.media ?? [])];
  const uploads: Upload[] = [];
  const pace = paceFromNow();
  for (const [index, image] of images.slice(media.length).entries()) {
    if (index > 0) pace();
    const made = await upload(account, image, connection);
    uploads.push(made);
    media.push({ sha256: image.sha256, id: made.id });
    await connection.keep({ since, media } satisfies Uploaded);
  }
  return uploads;
}

/** Waits a little for the server to be done with every upload. Answers whether it is. */
export async function allReady(account: Account, uploads: readonly Upload[], signal: AbortSignal): Promise<boolean> {
  let left = uploads.filter(({ isReady }) => !isReady);
  for (const milliseconds of [0, ...pauses]) {
    if (left.length === 0) return true;
    if (milliseconds > 0) await pause(milliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return false;
    const looked = await Promise.all(left.map(({ id }) => getUpload(account, id)));
    left = looked.filter(({ isReady }) => !isReady);
  }
  return left.length === 0;
}
