import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Connection, OutgoingImage, OutgoingPost } from './adapter.ts';
import type { Account } from './linkedin-api.ts';
import { readAnswer } from './linkedin-request.ts';
import { readImage } from './outcome.ts';
import { ServiceFailure } from './service.ts';
import { paceFromNow } from './whole-item.ts';

/** Milliseconds between looks at images that LinkedIn is still at work on; after these the post waits. */
const pauses = [250, 500, 1000, 2000];

const progress = z.object({ images: z.array(z.object({ sha256: z.string(), urn: z.string() })) });
export type Uploaded = z.infer<typeof progress>;

const begun = z.object({ value: z.object({ uploadUrl: z.url(), image: z.string().startsWith('urn:li:image:') }) });
const looked = z.object({ status: z.string() });

/** What a post shows: its images, or the picture of its card. */
function imagesOf({ images, card }: OutgoingPost): OutgoingImage[] {
  return images.length > 0 ? images : card?.image ? [card.image] : [];
}

/** What earlier tries have uploaded for a post: as far as it still shows the same. */
export function uploadedFor(post: OutgoingPost): Uploaded['images'] {
  const kept = progress.safeParse(post.progress).data?.images ?? [];
  const images = imagesOf(post);
  const changed = kept.findIndex(({ sha256 }, index) => images[index]?.sha256 !== sha256);
  return changed < 0 ? kept : kept.slice(0, changed);
}

/**
 * Uploads the images behind those that are uploaded, keeping each as it is made. Answers their names in order. Throws what
 * `stillUploading` knows, ServiceFailure, ImageUnreadable, and what `keep` throws.
 */
export async function uploadRest(account: Account, post: OutgoingPost, connection: Connection): Promise<string[]> {
  const images = [...uploadedFor(post)];
  const pace = paceFromNow();
  for (const image of imagesOf(post).slice(images.length)) {
    pace();
    const bytes = await readImage(connection, image);
    images.push({ sha256: image.sha256, urn: await upload(account, bytes, image.mime) });
    await connection.keep({ images } satisfies Uploaded);
  }
  return images.map(({ urn }) => urn);
}

/** Nobody sees an image until a post shows it. */
async function upload(account: Account, bytes: Uint8Array, mime: string): Promise<string> {
  const body = JSON.stringify({ initializeUploadRequest: { owner: account.organization } });
  const answer = await account.call('/rest/images?action=initializeUpload', { method: 'POST', body });
  const { uploadUrl, image } = (await readAnswer(answer, begun)).value;
  const stored = await account.put(uploadUrl, bytes, mime);
  // A store answers 201 without words; what says more is something else on the way.
  if (stored.status !== 201 && (await stored.text()) !== '')
    throw new ServiceFailure('LinkedIn did not say that it has the image', { status: null, sent: true });
  return image;
}

/** Waits a little for LinkedIn to be done with every image. Answers whether it is; throws ServiceFailure for one that it cannot show. */
export async function allAvailable(account: Account, urns: readonly string[], signal: AbortSignal): Promise<boolean> {
  let left = [...urns];
  for (const milliseconds of [0, ...pauses]) {
    if (left.length === 0) return true;
    if (milliseconds > 0) await pause(milliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return false;
    const statuses = await Promise.all(left.map((urn) => statusOf(account, urn)));
    left = left.filter((_, index) => statuses[index] !== 'AVAILABLE');
  }
  return left.length === 0;
}

async function statusOf(account: Account, urn: string): Promise<string> {
  const { status } = await readAnswer(await account.call(`/rest/images/${encodeURIComponent(urn)}`), looked);
  if (status !== 'PROCESSING_FAILED') return status;
  throw new ServiceFailure('LinkedIn could not process an image of this post', {
    status: 422,
    error: 'PROCESSING_FAILED',
    sent: true,
  });
}
