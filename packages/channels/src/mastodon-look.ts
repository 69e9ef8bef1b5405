import type { Finding, OutgoingPost } from './adapter.ts';
import { type Account, listStatuses, type Made, type Status, sourceOf } from './mastodon-api.ts';
import type { Uploaded } from './mastodon-media.ts';
import { saysTheSame, wordsInHtml, wordsOfPost } from './mastodon-words.ts';

/** Milliseconds that the server's clock may be off from what its answers say: they tell whole seconds, and take their time. */
const uncertainty = 5000;

/**
 * Whether the account has made the status of a post since a send began (RFC 3339, by our clock): the one that shows the images
 * uploaded for it, else one that says the same. Throws ServiceFailure when it could not look everywhere.
 */
export async function findStatus(
  account: Account,
  post: OutgoingPost,
  uploaded: Uploaded | null,
  since: string,
): Promise<Finding> {
  const isAllUploaded = post.images.length > 0 && uploaded?.media.length === post.images.length;
  let isEdited = false;
  for await (const status of statusesSince(account, since)) {
    const isIt = isAllUploaded ? shows(status, uploaded) : await says(account, status, post);
    if (isIt) return { found: 'published', ...whereabouts(account, status) };
    // Its words may have been ours; its images would still be those that we uploaded.
    isEdited ||= !isAllUploaded && Boolean(status.edited_at);
  }
  if (!isEdited) return { found: 'absent' };
  return {
    found: 'different',
    message: 'A post that the account made at that time has been edited there since; it may be this one.',
  };
}

/** The address of a status, also where the server leaves it out. */
export function whereabouts({ reach, handle }: Account, { id, url }: Made): { remoteId: string; remoteUrl: string } {
  return { remoteId: id, remoteUrl: url ?? `${reach.service}/@${handle.split('@')[0]}/${id}` };
}

async function* statusesSince(account: Account, since: string): AsyncGenerator<Status> {
  let before: string | undefined;
  for (;;) {
    const { page, time } = await listStatuses(account, before);
    // `created_at` is of the server's clock, which may be ahead of ours or behind.
    const earliest = Date.parse(since) + (time - Date.now()) - uncertainty;
    const fresh = page.filter(({ created_at }) => Date.parse(created_at) >= earliest);
    yield* fresh;
    before = page.at(-1)?.id;
    if (!before || fresh.length < page.length) return;
  }
}

function shows({ media_attachments }: Status, { media }: Uploaded): boolean {
  const shown = new Set(media_attachments.map(({ id }) => id));
  return shown.size === media.length && media.every(({ id }) => shown.has(id));
}

async function says(
  account: Account,
  { id, content, in_reply_to_id, media_attachments }: Status,
  post: OutgoingPost,
): Promise<boolean> {
  if ((in_reply_to_id ?? null) !== (post.replyTo ?? null) || media_attachments.length !== post.images.length)
    return false;
  const words = wordsOfPost(post);
  if (saysTheSame(wordsInHtml(content), words)) return true;
  // A server that dresses words up shows others than it was given.
  const source = await sourceOf(account, id);
  return source !== null && saysTheSame(source, words);
}
