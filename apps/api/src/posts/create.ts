import { randomUUIDv7 } from 'node:crypto';
import { channelKindOf } from '@mobilise/contracts/channels';
import type { createPost as createRoute, Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { posts } from '@mobilise/db/schema/posts';
import { inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { defaultContent, ownImagesOrThrow } from './content.ts';
import { lockPlace, readRevision } from './locks.ts';
import { momentOf } from './moment.ts';
import { getPost, subjectOf } from './read.ts';
import { afterScheduling, onSchedule } from './scheduling.ts';

/**
 * Makes a post of an item's newest revision, and schedules it in the same transaction when told: either both happen or
 * neither. Problems: `not_found`, `wrong_state` for an archived item, and those of scheduling.
 * @param publicUrl origin of this installation, for the link to the newsroom page
 */
export async function createPost(
  scope: Scope,
  publicUrl: string,
  body: RouteRequest<typeof createRoute>['body'],
): Promise<Post> {
  if (body.schedule) mayOrThrow(scope, 'posts.schedule');
  return inTransaction(scope, async (scope) => {
    const place = await lockPlace(scope, body);
    if (place.item.archivedAt)
      throw new Problem('wrong_state', 'This item is archived. Take it out of the archive, then post it.');
    const revision = await readRevision(scope, place.item.revisionId);
    if (body.content) await ownImagesOrThrow(scope, body.content);
    const content = body.content ?? (await defaultContent(scope, publicUrl, place, revision));
    const post = { id: randomUUIDv7(), content, override: null, holdReason: null, handle: null };
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
    const inserted = scope.db.insert(posts).values({
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
    const recorded = record(scope, {
      action: scheduled ? 'scheduled' : 'created',
      noun: 'posts',
      id: post.id,
      subject: subjectOf(place),
      reason: scheduled?.override ?? undefined,
      detail: scheduled
        ? { state: scheduled.state, wallTime: scheduled.wallTime, zone: scheduled.zone, revision: revision.number }
        : { revision: revision.number },
    });
    // Sent together: the round trips are most of what creating a post costs.
    await Promise.all([inserted, recorded]);
    if (scheduled) await afterScheduling(scope, place, revision, { ...scheduled, id: post.id });
    return getPost(scope, post.id);
  });
}
