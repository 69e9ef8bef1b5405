import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import type { createPost as createRoute, Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { posts } from '@mobilise/db/schema/posts';
import { eq, sql } from 'drizzle-orm';
import { inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { defaultContent, ownImagesOrThrow, threadOrThrow } from './content.ts';
import { lockPlace, readRevision } from './locks.ts';
import { momentOf } from './moment.ts';
import { getPost, subjectOf } from './read.ts';
import { answerableOrThrow } from './reply.ts';
import { afterScheduling, onSchedule } from './scheduling.ts';

/**
 * Makes a post of an item's newest revision, and schedules it in the same transaction when told: either both happen or
 * neither. An id that made a post before answers that post as it stands, whatever else is asked. Problems: `not_found`,
 * `wrong_state` for an archived item, `conflict` for another post's id, `invalid_request` for an id dated in the future, and
 * those of scheduling.
 * @param publicUrl origin of this installation, for the link to the newsroom page
 */
export async function createPost(
  scope: Scope,
  publicUrl: string,
  body: RouteRequest<typeof createRoute>['body'],
): Promise<Post> {
  if (body.schedule) mayOrThrow(scope, 'posts.schedule');
  return inTransaction(scope, async (scope) => {
    if (body.id) soonOrThrow(scope, body.id);
    const known = body.id && (await samePost(scope, { ...body, id: body.id }));
    if (known) return known;
    const place = await lockPlace(scope, body);
    if (place.item.archivedAt)
      throw new Problem('wrong_state', 'This item is archived. Take it out of the archive, then post it.');
    const revision = await readRevision(scope, place.item.revisionId);
    if (body.content) await ownImagesOrThrow(scope, body.content);
    if (body.content) await answerableOrThrow(scope, place, body.content);
    if (body.content) threadOrThrow(place.channel, body.content);
    const content = body.content ?? (await defaultContent(scope, publicUrl, place, revision));
    const post = { id: body.id ?? newId(), content, override: null, holdReason: null, handle: null };
    const scheduled =
      body.schedule &&
      (await onSchedule(
        scope,
        place,
        revision,
        post,
        momentOf(scope, place.zone, body.schedule, 'body.schedule.wallTime'),
        body.schedule.override,
      ));
    await scope.db.insert(posts).values({
      grace: channelKindOf(place.channel.kind).grace,
      ...scheduled,
      id: post.id,
      workspaceId: scope.workspaceId,
      itemId: place.item.id,
      channelId: place.channel.id,
      revisionId: revision.id,
      content,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      updatedAt: scope.now,
    });
    await record(scope, {
      action: scheduled ? 'scheduled' : 'created',
      noun: 'posts',
      id: post.id,
      subject: subjectOf(place),
      reason: scheduled?.override ?? undefined,
      detail: scheduled
        ? { state: scheduled.state, wallTime: scheduled.wallTime, zone: scheduled.zone, revision: revision.number }
        : { revision: revision.number },
    });
    if (scheduled) await afterScheduling(scope, place, revision, { ...scheduled, id: post.id });
    return getPost(scope, post.id);
  });
}

/** Milliseconds by which a client's clock may run ahead of ours. */
const fastestClock = 24 * 3_600_000;

/** Lists are in the order of ids. Problem `invalid_request` for one that would stand before all that come after it. */
export function soonOrThrow(scope: Scope, id: string): void {
  // The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562).
  const made = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  if (made <= scope.now.getTime() + fastestClock) return;
  const message = 'This id is dated in the future. Set the clock of the device that made it';
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.id', message }] });
}

/**
 * The post that an earlier request with this id made; null when there was none. Requests with one id wait for each other.
 * Problem `conflict` when the id is that of another post.
 */
async function samePost(
  scope: Scope,
  { id, itemId, channelId }: { id: string; itemId: string; channelId: string },
): Promise<Post | null> {
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`post ${id}`}, 0))`);
  const [known] = await scope.db
    .select({
      isSame: sql<boolean>`${posts.workspaceId} = ${scope.workspaceId} and ${posts.itemId} = ${itemId} and ${posts.channelId} = ${channelId}`,
    })
    .from(posts)
    .where(eq(posts.id, id));
  if (!known) return null;
  if (known.isSame) return getPost(scope, id);
  throw new Problem('conflict', 'Another post has this id. Choose a new one.', {
    fields: [{ field: 'body.id', message: 'Another post has this id' }],
  });
}
