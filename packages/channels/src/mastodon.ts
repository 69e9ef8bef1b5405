import type { Metric } from '@mobilise/contracts/engagement';
import type { Adapter, Change, Connection, Finding, MetricReading, Outcome, OutgoingPost } from './adapter.ts';
import {
  type Account,
  createStatus,
  deleteStatus,
  getStatus,
  openAccount,
  type Status,
  type Upload,
  updateStatus,
  verifyCredentials,
  type Words,
} from './mastodon-api.ts';
import { connect } from './mastodon-connect.ts';
import { findStatus, whereabouts } from './mastodon-look.ts';
import { allReady, standingOf, type Uploaded, upload, uploadedFor, uploadRest } from './mastodon-media.ts';
import { beforeWrite, ofChange, ofCheck, ofWrite } from './mastodon-outcome.ts';
import { wordsOfPost } from './mastodon-words.ts';
import { failureIn, wordsOf } from './service.ts';
import { stillUploading } from './whole-item.ts';

/** Seconds after which a post whose images the server is still at work on comes again. */
const processing = 15;

const counts = {
  likes: 'favourites_count',
  reposts: 'reblogs_count',
  replies: 'replies_count',
  quotes: 'quotes_count',
} as const satisfies Partial<Record<Metric, keyof Status>>;
const metrics = Object.keys(counts) as (keyof typeof counts)[];

/**
 * Mastodon, or any server that speaks its client API. For an hour the server knows a send by its key, so it can be repeated;
 * an upload is shown by one status only, which tells for longer. Of everything else the account's own list tells.
 */
export const mastodon = {
  kind: 'mastodon' as const,
  connect,
  check,
  publish,
  reconcile,
  edit,
  remove,
  engagement,
} satisfies Adapter;

async function check(connection: Connection): ReturnType<Adapter['check']> {
  try {
    await verifyCredentials(openAccount(connection));
    return { ok: true };
  } catch (error) {
    return ofCheck(error);
  }
}

async function publish(post: OutgoingPost, connection: Connection): Promise<Outcome> {
  const uploaded = uploadedFor(post);
  let account: Account;
  let uploads: Upload[];
  try {
    account = openAccount(connection);
    const standing = uploaded && (await standingOf(account, uploaded));
    if (uploaded && !standing) {
      const shown = await shownAlready(account, post, uploaded);
      if (shown) return shown;
    }
    uploads = standing
      ? [...standing, ...(await uploadRest(account, post.images, connection, uploaded))]
      : await uploadRest(account, post.images, connection, null);
    if (!(await allReady(account, uploads, connection.signal)))
      return { outcome: 'waiting', message: 'The server is still at work on an image.', seconds: processing };
  } catch (error) {
    return stillUploading(error) ?? beforeWrite(error);
  }
  try {
    const made = await createStatus(account, wordsFor(post, uploads), post.handle);
    return { outcome: 'published', ...whereabouts(account, made) };
  } catch (error) {
    // An earlier try may have arrived meanwhile: then it is its uploads that are refused.
    const shown = uploaded && failureIn(error)?.status === 422 && (await shownAlready(account, post, uploaded));
    return shown || ofWrite(error);
  }
}

/** What we uploaded cannot be had any more: a status of ours shows it, unless it was only there for too long. Null if none does. */
async function shownAlready(account: Account, post: OutgoingPost, uploaded: Uploaded): Promise<Outcome | null> {
  // Nothing was ever written with a part of the images.
  if (uploaded.media.length < post.images.length) return null;
  try {
    const finding = await findStatus(account, post, uploaded, uploaded.since);
    if (finding.found !== 'published') return null;
    return { outcome: 'published', remoteId: finding.remoteId, remoteUrl: finding.remoteUrl };
  } catch (error) {
    return { outcome: 'unknown', message: wordsOf(error) };
  }
}

/** The language goes without its region, as the documents have it. */
function wordsFor(post: OutgoingPost, uploads: readonly { id: string }[]): Words {
  return {
    status: wordsOfPost(post),
    language: post.language.split('-')[0] ?? post.language,
    media_ids: uploads.map(({ id }) => id),
    ...(post.replyTo && { in_reply_to_id: post.replyTo }),
  };
}

async function reconcile(post: OutgoingPost, connection: Connection, since: string): Promise<Finding> {
  try {
    return await findStatus(openAccount(connection), post, uploadedFor(post), since);
  } catch (error) {
    return { found: 'unknown', message: wordsOf(error) };
  }
}

/** Images that the status shows already stay as they are, with the alt text of now; the others are uploaded. */
async function edit(remoteId: string, post: OutgoingPost, connection: Connection): Promise<Change> {
  try {
    const account = openAccount(connection);
    const shown = new Set((await getStatus(account, remoteId)).media_attachments.map(({ id }) => id));
    const known = (uploadedFor(post)?.media ?? []).filter(({ id }) => shown.has(id));
    const uploads: Upload[] = [];
    for (const image of post.images) {
      const at = known.findIndex(({ sha256 }) => sha256 === image.sha256);
      const [same] = at < 0 ? [] : known.splice(at, 1);
      uploads.push(same ? { id: same.id, isReady: true } : await upload(account, image, connection));
    }
    if (!(await allReady(account, uploads, connection.signal)))
      return {
        change: 'refused',
        message: 'The server is still at work on an image.',
        advice: 'Nothing was changed. Try again in a minute.',
        again: true,
        retryAfter: processing,
      };
    const made = await updateStatus(account, remoteId, {
      ...wordsFor(post, uploads),
      media_attributes: uploads.map(({ id }, index) => ({ id, description: post.images[index]?.alt ?? '' })),
    });
    return { change: 'done', remoteUrl: whereabouts(account, made).remoteUrl };
  } catch (error) {
    return ofChange(error);
  }
}

async function remove(remoteId: string, connection: Connection): Promise<Change> {
  try {
    await deleteStatus(openAccount(connection), remoteId);
    return { change: 'done' };
  } catch (error) {
    return ofChange(error);
  }
}

async function engagement(
  ...[remoteIds, connection]: Parameters<Adapter['engagement']>
): ReturnType<Adapter['engagement']> {
  const readings = new Map<string, MetricReading[]>();
  for (const id of remoteIds) {
    try {
      readings.set(id, readingsOf(await getStatus(openAccount(connection), id)));
    } catch (error) {
      const gone = failureIn(error)?.status === 404;
      const [status, message] = gone
        ? (['unavailable', 'Mastodon does not show this post: it is deleted or hidden'] as const)
        : (['error', wordsOf(error)] as const);
      readings.set(
        id,
        metrics.map((metric) => ({ metric, status, message })),
      );
    }
  }
  return readings;
}

function readingsOf(status: Status): MetricReading[] {
  return metrics.map((metric) => {
    const value = status[counts[metric]];
    // A figure left out is not a zero: quotes are counted from 4.5 on.
    if (typeof value !== 'number')
      return { metric, status: 'unavailable', message: 'This server does not give this figure' };
    return { metric, status: 'ok', value };
  });
}
