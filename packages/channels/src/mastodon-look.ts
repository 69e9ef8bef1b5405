import type { Finding, OutgoingPost } from './adapter.ts';
import { type Account, listStatuses, type Made, type Status, sourceOf } from './mastodon-api.ts';
import type { Uploaded } from './mastodon-media.ts';
import { saysTheSame, wordsInHtml, wordsOfPost } from './mastodon-words.ts';

/** Milliseconds that the server's clock may be off from what its answers say: they tell whole seconds, and take their time. */
const uncertainty = 5000;
/** Statuses whose source is asked for in one look: each is a request, of the 300 that an account has in five minutes. */
const mostSources = 40;
/** Milliseconds for which a server surely remembers an Idempotency-Key: an hour in the code of Mastodon, less what clocks differ. */
const remembered = 50 * 60_000;

/**
 * Whether the account has made the status of a post since a send began (RFC 3339, by our clock): the one that shows the images
 * uploaded for it, else one that says the same. Throws ServiceFailure when it could not look everywhere. What is said to be absent
 * while the server remembers its key may be sent again without harm: that answers with the status there is.
 */
export async function findStatus(
  account: Account,
  post: OutgoingPost,
  uploaded: Uploaded | null,
  since: string,
): Promise<Finding> {
  const isAllUploaded = post.images.length > 0 && uploaded?.media.length === post.images.length;
  const others: Status[] = [];
  let isEdited = false;
  for await (const status of statusesSince(account, since)) {
    const isIt = isAllUploaded ? shows(status, uploaded) : saysInHtml(status, post);
    if (isIt) return { found: 'published', ...whereabouts(account, status) };
    // Its words may have been ours; its images would still be those that we uploaded.
    isEdited ||= !isAllUploaded && Boolean(status.edited_at);
    if (!isAllUploaded && isAlike(status, post)) others.push(status);
  }
  if (others.length <= mostSources) {
    for (const status of others)
      if (await saysInSource(account, status, post)) return { found: 'published', ...whereabouts(account, status) };
  } else if (Date.now() - Date.parse(since) > remembered)
    return { found: 'unknown', message: 'The account has too many new posts to look through' };
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

/** Whether it answers the same and shows as many images: nothing else could be the post. */
function isAlike({ in_reply_to_id, media_attachments }: Status, post: OutgoingPost): boolean {
  return (in_reply_to_id ?? null) === (post.replyTo ?? null) && media_attachments.length === post.images.length;
}

function saysInHtml(status: Status, post: OutgoingPost): boolean {
  return isAlike(status, post) && saysTheSame(wordsInHtml(status.content), wordsOfPost(post));
}

/** A server that dresses words up shows others than it was given. */
async function saysInSource(account: Account, { id }: Status, post: OutgoingPost): Promise<boolean> {
  const source = await sourceOf(account, id);
  return source !== null && saysTheSame(source, wordsOfPost(post));
}
