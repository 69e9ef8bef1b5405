import { isRemote, remoteIdAt } from '@mobilise/channels/registry';
import { channelKindOf } from '@mobilise/contracts/channels';
import type { cancelPost as cancelRoute, Post, resolvePost as resolveRoute } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { channels } from '@mobilise/db/schema/channels';
import { attempts, posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { letters } from '@mobilise/db/schema/subscribers';
import { continueThread } from '@mobilise/db/threads';
import { and, desc, eq, notInArray } from 'drizzle-orm';
import { tellPublisher } from '../post-release.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { lockPost, type Place, type PostRow } from './locks.ts';
import { getPost, subjectOf } from './read.ts';
import { mayHaveArrived, write } from './scheduling.ts';

/** Makes a post a draft again, without a time. Problems: `not_found`, `wrong_state`, `stale_version`. */
export function unschedulePost(scope: Scope, id: string, { version }: { version: number }): Promise<Post> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'unschedule', version);
    await write(scope, post, {
      state: 'draft',
      holdReason: null,
      wallTime: null,
      zone: null,
      disambiguation: null,
      queued: false,
      tzVersion: null,
      dueAt: null,
      sendAt: null,
      payload: null,
      failure: null,
      advice: null,
      handle: (await mayHaveArrived(scope, id)) ? post.handle : null,
    });
    await record(scope, {
      action: 'unscheduled',
      noun: 'posts',
      id,
      subject: subjectOf(place),
      detail: { from: post.wallTime },
    });
    return getPost(scope, id);
  });
}

/** Cancels a post; it stays on record with its time. Problems: `not_found`, `wrong_state`, `stale_version`. */
export function cancelPost(
  scope: Scope,
  id: string,
  { version, reason }: RouteRequest<typeof cancelRoute>['body'],
): Promise<Post> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'cancel', version);
    await write(scope, post, { state: 'cancelled', holdReason: null, sendAt: null, payload: null });
    await record(scope, {
      action: 'cancelled',
      noun: 'posts',
      id,
      subject: subjectOf(place),
      reason,
      detail: { was: post.state },
    });
    return getPost(scope, id);
  });
}

/**
 * A person says what became of a post that nobody could confirm. Problems: `not_found`, `wrong_state`, `stale_version`,
 * `invalid_request` where its address is needed and missing.
 */
export function resolvePost(scope: Scope, id: string, body: RouteRequest<typeof resolveRoute>['body']): Promise<Post> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'resolve', body.version);
    const said = { failure: null, advice: null };
    if (body.outcome === 'is_there') {
      await write(scope, post, {
        ...said,
        state: 'published',
        remoteUrl: addressOrThrow(place, body.url),
        publishedAt: await sentAt(scope, post),
        ...(await readable(scope, place, post, body.url ?? null)),
      });
      if (await continueThread(scope.db, id)) await announce(scope, 'posts', null);
    } else if (body.outcome === 'send_again') {
      // The same bytes under the same handle: should the first send turn up after all, the channel can tell.
      await write(scope, post, { ...said, state: 'scheduled', sendAt: scope.now, dueAt: scope.now });
      await tellPublisher(scope, scope.now);
    } else {
      await write(scope, post, { state: 'cancelled', sendAt: null, payload: null });
    }
    await record(scope, {
      action: 'resolved',
      noun: 'posts',
      id,
      subject: subjectOf(place),
      detail: { outcome: body.outcome, ...('url' in body && body.url && { url: body.url }) },
    });
    return getPost(scope, id);
  });
}

/**
 * Removes a draft or a cancelled post. Problems: `not_found`, `wrong_state`, also for a part of a thread, while its series would make
 * it again, and once letters of it have left.
 */
export function removePost(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'remove');
    // The row is what the thread is told by: without it the words of this part would seem to be still to come.
    if (post.content.part)
      throw new Problem(
        'wrong_state',
        'This is a part of a thread, and stays on record there. Leave it cancelled instead.',
      );
    if (post.seriesId) await seriesEndedOrThrow(scope, post.seriesId);
    const [letter] = await scope.db
      .select({ id: letters.id })
      .from(letters)
      .where(and(eq(letters.postId, id), notInArray(letters.state, ['pending', 'skipped'])))
      .limit(1);
    if (letter)
      throw new Problem(
        'wrong_state',
        'Letters of this post have left, and stay on record. Leave it cancelled instead.',
      );
    await scope.db.delete(posts).where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, id)));
    await record(scope, { action: 'removed', noun: 'posts', id, subject: subjectOf(place) });
    return { ok: true };
  });
}

/** The row is what a series knows a date by that it is not to make again. */
async function seriesEndedOrThrow(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.db.select({ state: series.state }).from(series).where(eq(series.id, id));
  if (!row || row.state === 'ended') return;
  throw new Problem(
    'wrong_state',
    'This post is one of a series, which would make it again. Cancelled it stays on record and does not come back.',
  );
}

/** Where a post is. Problem `invalid_request` without an address, unless posts of its kind may have none. */
function addressOrThrow({ channel: { kind } }: Place, url: string | undefined): string | null {
  const { addressed, label } = channelKindOf(kind);
  if (url || !addressed) return url ?? null;
  const message = `Every post on ${label} has an address. Copy it from there`;
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.url', message }] });
}

/** What lets the post's engagement be read from now on; nothing where the address does not name a post of the channel. */
async function readable(
  scope: Scope,
  { channel: { id, kind } }: Place,
  { id: postId, content }: Pick<PostRow, 'id' | 'content'>,
  url: string | null,
): Promise<Pick<PostRow, 'remoteId' | 'nextReadingAt'>> {
  const [channel] = await scope.db.select({ config: channels.config }).from(channels).where(eq(channels.id, id));
  const remoteId =
    channel && isRemote(kind)
      ? remoteIdAt(kind, url, channel.config, { postId, isPart: content.part !== undefined })
      : null;
  const isRead = remoteId !== null && channelKindOf(kind).metrics.length > 0;
  return { remoteId, nextReadingAt: isRead ? scope.now : null };
}

/** When the last try began: the nearest to the truth for a post that turned out to be there. */
async function sentAt(scope: Scope, post: PostRow): Promise<Date> {
  const [last] = await scope.db
    .select({ startedAt: attempts.startedAt })
    .from(attempts)
    .where(eq(attempts.postId, post.id))
    .orderBy(desc(attempts.number))
    .limit(1);
  return last?.startedAt ?? scope.now;
}
