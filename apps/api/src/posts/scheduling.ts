import { handleFor } from '@mobilise/channels/registry';
import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import type { HoldReason } from '@mobilise/contracts/post-states';
import { Problem } from '@mobilise/contracts/problems';
import { can } from '@mobilise/contracts/roles';
import { approvals, items } from '@mobilise/db/schema/items';
import { attempts, posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { releaseHeld, tellPublisher } from '../post-release.ts';
import { recordingTimesOrThrow } from '../recording-times.ts';
import { wantFiles } from '../revision-files.ts';
import { rightsOrThrow } from '../rights.ts';
import { record, type Scope } from '../scope.ts';
import { alternativesOrThrow, mustFit, uploadsIn } from './content.ts';
import type { Place, PostRow, RevisionRow } from './locks.ts';
import type { Moment } from './moment.ts';

/** A post that is to go on schedule: one that exists, or the start of one. */
export type Subject = Pick<PostRow, 'id' | 'content' | 'override' | 'holdReason' | 'handle'>;

/** Where a post lands that somebody puts on schedule. */
export type Landing = { state: 'scheduled'; holdReason: null } | { state: 'held'; holdReason: HoldReason };

/**
 * Whether a post may wait for its time, or is held. An approval counts for the newest revision alone. Scheduling by a
 * role that may approve is an approval; what such a role has to look at is not freed by another.
 */
export function landing(scope: Scope, place: Place, revision: RevisionRow, present: HoldReason | null): Landing {
  const approved = revision.approved && revision.id === place.item.revisionId && present !== 'approval';
  if (!approved && !can(scope.actor.role, 'items.approve')) return { state: 'held', holdReason: 'approval' };
  if (!place.channel.ready) return { state: 'held', holdReason: 'channel' };
  return { state: 'scheduled', holdReason: null };
}

/**
 * Checks a post for its channel, its alternatives, the rights to what it carries and its approval, and answers the columns that
 * put it on schedule. Problems: `does_not_fit_channel`, `wrong_state` for an episode of an archived show, `alternatives_missing`, `rights_ended`, `forbidden` for an override.
 */
export async function onSchedule(
  scope: Scope,
  place: Place,
  revision: RevisionRow,
  post: Subject,
  moment: Moment,
  override?: string,
) {
  mustFit(place.channel, post.content);
  await showGoesOnOrThrow(scope, place);
  const kept = alternativesOrThrow(scope, place.item.kind, revision, post.content, { override, kept: post.override });
  await rightsOrThrow(scope, revision.id, moment.wallTime.slice(0, 10), uploadsIn(post.content));
  return {
    ...landing(scope, place, revision, post.holdReason),
    ...(await atTime(scope, place.channel.kind, post, moment)),
    revisionId: revision.id,
    movedFrom: null,
    grace: channelKindOf(place.channel.kind).grace,
    override: kept,
    holdId: null,
    failure: null,
    advice: null,
  };
}

/** Problem `wrong_state` for an episode that would go out in a show that is archived. Its item is locked, for which archiving waits. */
async function showGoesOnOrThrow(scope: Scope, { item, channel }: Place): Promise<void> {
  if (item.kind !== 'episode') return;
  const [archived] = await scope.db
    .select({ title: shows.title })
    .from(shows)
    .innerJoin(items, eq(items.showId, shows.id))
    .where(and(eq(items.id, item.id), eq(shows.channelId, channel.id), isNotNull(shows.archivedAt)));
  if (!archived) return;
  throw new Problem(
    'wrong_state',
    `The show ‘${archived.title}’ is archived, so no episode goes out in it. Bring the show back first.`,
  );
}

/** The columns that give a post another time, and nothing but that. */
export async function atTime(
  scope: Scope,
  kind: ChannelKindName,
  post: Pick<PostRow, 'id' | 'handle'>,
  moment: Moment,
) {
  // A platform that may have it knows it by the handle of that try; another handle could double it.
  const keepsHandle = post.handle !== null && (await mayHaveArrived(scope, post.id));
  return {
    ...moment,
    tzVersion: process.versions['tz'] ?? null,
    sendAt: moment.dueAt,
    handle: keepsHandle ? post.handle : handleFor(kind, { postId: post.id, dueAt: moment.dueAt.toISOString() }),
    payload: null,
  };
}

/** What follows once a post is on schedule: the approval that scheduling implies, and word to the publisher. */
export async function afterScheduling(
  scope: Scope,
  place: Place,
  revision: RevisionRow,
  post: { id: string; state: string; sendAt: Date | null },
): Promise<void> {
  if (!revision.approved && can(scope.actor.role, 'items.approve'))
    await approveByScheduling(scope, place, revision, post.id);
  if (post.state === 'scheduled' && post.sendAt) await tellPublisher(scope, post.sendAt);
}

async function approveByScheduling(
  scope: Scope,
  { item }: Place,
  revision: RevisionRow,
  postId: string,
): Promise<void> {
  await recordingTimesOrThrow(scope, revision.content);
  const made = await scope.db
    .insert(approvals)
    .values({
      id: newId(),
      revisionId: revision.id,
      userId: scope.actor.userId,
      by: scope.actor.name,
      implied: true,
      at: scope.now,
    })
    .onConflictDoNothing()
    .returning({ id: approvals.id });
  if (made.length === 0) return;
  await wantFiles(scope, { ...revision, kind: item.kind });
  await record(scope, {
    action: 'approved',
    noun: 'items',
    id: item.id,
    subject: item.title,
    reason: 'Implied by scheduling',
    detail: { revision: revision.number, implied: true, postId },
  });
  await releaseHeld(scope, 'approval', sql`${posts.revisionId} = ${revision.id} and ${posts.id} <> ${postId}`);
}

/** Whether any try may have reached the platform: one under way, or whose outcome nobody knows. */
export async function mayHaveArrived(scope: Scope, postId: string): Promise<boolean> {
  const [attempt] = await scope.db
    .select({ id: attempts.id })
    .from(attempts)
    .where(
      and(
        eq(attempts.postId, postId),
        or(isNull(attempts.outcome), inArray(attempts.outcome, ['unknown', 'published', 'abandoned'])),
      ),
    )
    .limit(1);
  return attempt !== undefined;
}

/** Writes the columns of a locked post, and raises its version. */
export async function write(scope: Scope, post: Pick<PostRow, 'id'>, columns: Partial<PostRow>): Promise<void> {
  await scope.db
    .update(posts)
    .set({ ...columns, version: sql`${posts.version} + 1`, updatedAt: scope.now })
    .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, post.id)));
}
