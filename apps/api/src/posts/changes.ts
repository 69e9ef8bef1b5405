import { randomUUIDv7 } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { channelKindOf } from '@mobilise/contracts/channels';
import {
  type ChangeKind,
  type changePost as changeRoute,
  type decideChange as decideRoute,
  type listChanges as listRoute,
  mayDecide,
  openForPeople,
  type PostChange,
} from '@mobilise/contracts/post-changes';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { approvals, revisions } from '@mobilise/db/schema/items';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { changeRows } from '../post-change-rows.ts';
import { announce, inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { alternativesOrThrow, mustFit, ownImagesOrThrow } from './content.ts';
import { lockPost, type Place, type PostRow, readRevision } from './locks.ts';
import { subjectOf } from './read.ts';
import { answerWith } from './reply.ts';

type Body = RouteRequest<typeof changeRoute>['body'];
type NewChange = Omit<typeof postChanges.$inferInsert, 'id' | 'workspaceId' | 'postId' | 'by' | 'kind'>;

/** What was done or is to be done about posts that are out, the newest first. */
export async function listChanges(
  scope: Scope,
  { post, correction, attention }: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: PostChange[] }> {
  const which = and(
    post ? eq(postChanges.postId, post) : undefined,
    correction ? eq(postChanges.correctionId, correction) : undefined,
    attention ? inArray(postChanges.state, [...openForPeople]) : undefined,
  );
  return { data: await changeRows(scope, which) };
}

/**
 * Asks for one change of a published post; the publisher does it. What waited for somebody, or for its turn, gives way to it.
 * Problems: `not_found`, `wrong_state` for a post that is not out, a channel that does not allow it, or a change under way,
 * `stale_version`, `forbidden` for words of one's own, and those of scheduling.
 */
export function changePost(scope: Scope, id: string, body: Body): Promise<PostChange> {
  return inTransaction(scope, async (scope) => {
    const { post, place } = await lockPost(scope, id, 'change', body.version);
    if (body.correctionId) await ownCorrectionOrThrow(scope, body.correctionId, place);
    const [columns, said] = await columnsOf(scope, post, place, body);
    // Two at a time could arrive in the wrong order; one that may still arrive is waited for.
    const dueAt = await giveWay(scope, post.id);
    const change = randomUUIDv7();
    await scope.db.insert(postChanges).values({
      id: change,
      workspaceId: scope.workspaceId,
      postId: id,
      kind: body.kind,
      correctionId: body.correctionId ?? null,
      reason: ('reason' in body && body.reason?.trim()) || null,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      by: scope.actor.name,
      ...columns,
      ...(dueAt && { dueAt }),
    });
    await record(scope, {
      action: said,
      noun: 'posts',
      id,
      subject: subjectOf(place),
      ...('reason' in body && body.reason && { reason: body.reason }),
      detail: { change, ...(body.correctionId && { correction: body.correctionId }) },
    });
    await tellPublisher(scope);
    return one(scope, change);
  });
}

/** A person decides about a change that waits for one. Problems: `not_found`, `wrong_state`, `stale_version`. */
export function decideChange(
  scope: Scope,
  id: string,
  { version, decision }: RouteRequest<typeof decideRoute>['body'],
): Promise<PostChange> {
  return inTransaction(scope, async (scope) => {
    const mine = and(eq(postChanges.workspaceId, scope.workspaceId), eq(postChanges.id, id));
    const [found] = await scope.db.select({ postId: postChanges.postId }).from(postChanges).where(mine);
    if (!found) throw noChange();
    const { post, place } = await lockPost(scope, found.postId, 'change');
    const [change] = await scope.db.select().from(postChanges).where(mine).for('update');
    if (!change) throw noChange();
    sameVersionOrThrow(version, { version: change.version }, 'change');
    if (!mayDecide(change.state, decision))
      throw new Problem('wrong_state', 'This change waits for nobody now. Look how it stands.');
    if (decision === 'again') {
      possibleOrThrow(change.kind, place);
      await giveWay(scope, post.id, id);
    }
    const states = { again: 'planned', done: 'done', drop: 'dropped' } as const;
    await scope.db
      .update(postChanges)
      .set({
        state: states[decision],
        claimedBy: null,
        leaseUntil: null,
        version: sql`${postChanges.version} + 1`,
        ...(decision === 'again' && { dueAt: scope.now, attempts: 0, holdId: null, message: null, advice: null }),
        ...(decision === 'done' && { finishedAt: scope.now }),
      })
      .where(mine);
    if (decision === 'done') await doneByHand(scope, post, change);
    const verbs = { again: 'had tried again a change of', done: 'changed by hand', drop: 'dropped a change of' };
    const said = decision === 'done' && change.kind === 'remove' ? 'deleted by hand' : verbs[decision];
    await record(scope, {
      action: said,
      noun: 'posts',
      id: post.id,
      subject: subjectOf(place),
      detail: { change: id },
    });
    if (decision === 'again') await tellPublisher(scope);
    return one(scope, id);
  });
}

/** Problem `wrong_state` for what a person does by hand on channels of this kind. */
function possibleOrThrow(kind: ChangeKind, { channel }: Place): void {
  const { after, label } = channelKindOf(channel.kind);
  if ((kind === 'edit' || kind === 'remove') && after[kind]) return;
  throw impossible(`On ${label} this is done by hand. Do it there, then say so here.`);
}

/** The columns of a change, and what the log says that somebody did. */
async function columnsOf(scope: Scope, post: PostRow, place: Place, body: Body): Promise<[NewChange, string]> {
  const { after, label } = channelKindOf(place.channel.kind);
  switch (body.kind) {
    case 'edit': {
      if (!after.edit) throw impossible(`${label} does not let anybody change what is out.`);
      return [await edited(scope, post, place, body), 'asked to edit in public'];
    }
    case 'remove': {
      const said = 'asked to take down';
      if (after.remove) return [{ dueAt: scope.now }, said];
      const message = `${label} lets us take nothing back.`;
      return [{ state: 'needs_person', message, advice: 'Delete it there by hand, then say so here.' }, said];
    }
    case 'reply': {
      if (!after.reply) throw impossible(`On ${label} a post cannot be answered from here.`);
      mayOrThrow(scope, 'posts.correct');
      const replyId = await answerWith(scope, post, place, body.text);
      return [{ replyId, state: 'done', finishedAt: scope.now }, 'answered'];
    }
    case 'leave':
      return [{ state: 'done', finishedAt: scope.now }, 'left alone'];
  }
}

/** What an edit brings: the newest approved revision, and the words for the channel if they were written anew. */
async function edited(
  scope: Scope,
  post: PostRow,
  place: Place,
  body: Extract<Body, { kind: 'edit' }>,
): Promise<NewChange> {
  const { kind } = place.channel;
  const newest = await newestApproved(scope, place.item.id);
  if (!newest) throw new Problem('wrong_state', 'No revision of this item is approved. Have it approved, then edit.');
  if (body.revision !== undefined && body.revision !== newest.number) {
    const message = `Revision ${newest.number} was approved since you looked. Look at it, then edit again.`;
    throw new Problem('stale_version', message, { extra: { revision: newest.number } });
  }
  const { replyTo } = post.content;
  const content = body.content && { ...body.content, ...(replyTo && { replyTo }) };
  const own = content && !isDeepStrictEqual(content, post.content) ? content : null;
  if (own && channelKindOf(kind).shows === 'item')
    throw impossible(`${channelKindOf(kind).label} shows the item itself: edit the item, and have it approved.`);
  if (own) {
    mayOrThrow(scope, 'posts.correct');
    await ownImagesOrThrow(scope, own);
    mustFit(kind, own);
  }
  if (!own && newest.id === post.revisionId && !(body.correctionId && kind === 'newsroom'))
    throw impossible('It says already what it would say then. Change its words, or have a new revision approved.');
  if (kind === 'newsroom') await shownOrThrow(scope, post);
  const revision = await readRevision(scope, newest.id);
  alternativesOrThrow(scope, place.item.kind, revision, own ?? post.content, { kept: post.override ?? newest.note });
  return { revisionId: newest.id, content: own, dueAt: scope.now };
}

async function newestApproved(
  scope: Scope,
  itemId: string,
): Promise<{ id: string; number: number; note: string | null } | null> {
  const [row] = await scope.db
    .select({ id: revisions.id, number: revisions.number, note: approvals.note })
    .from(revisions)
    .innerJoin(approvals, eq(approvals.revisionId, revisions.id))
    .where(eq(revisions.itemId, itemId))
    .orderBy(desc(revisions.number))
    .limit(1);
  return row ?? null;
}

/** The site shows the newest published post of an item; an edit of an earlier one would change nothing that anybody sees. */
async function shownOrThrow(scope: Scope, post: PostRow): Promise<void> {
  const [newer] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, post.channelId),
        eq(posts.itemId, post.itemId),
        eq(posts.state, 'published'),
        gt(
          sql`(${posts.publishedAt}, ${posts.id})`,
          sql`(select p.published_at, p.id from ${posts} p where p.id = ${post.id})`,
        ),
      ),
    )
    .limit(1);
  if (newer) throw impossible('The site shows a later post of this item in its place. Edit that one.');
}

async function ownCorrectionOrThrow(scope: Scope, id: string, { item }: Place): Promise<void> {
  const [found] = await scope.db
    .select({ id: corrections.id })
    .from(corrections)
    .where(and(eq(corrections.workspaceId, scope.workspaceId), eq(corrections.id, id), eq(corrections.itemId, item.id)))
    .for('key share');
  if (found) return;
  const message = 'There is no such correction of this item';
  throw new Problem('invalid_request', `${message}.`, { fields: [{ field: 'body.correctionId', message }] });
}

/**
 * Drops what waits about a post, since something else is to be done. Answers from when on nothing of it can arrive any more;
 * null when nothing of it has left. Problem `wrong_state` while one is being done.
 */
async function giveWay(scope: Scope, postId: string, except?: string): Promise<Date | null> {
  const open = await scope.db
    .select({ id: postChanges.id, state: postChanges.state, dueAt: postChanges.dueAt })
    .from(postChanges)
    .where(
      and(
        eq(postChanges.postId, postId),
        inArray(postChanges.state, ['planned', 'doing', 'unconfirmed', ...openForPeople]),
      ),
    )
    .for('update');
  const others = open.filter(({ id }) => id !== except);
  if (others.some(({ state }) => state === 'doing'))
    throw new Problem('wrong_state', 'It is being changed at this moment. Look again in a minute.');
  if (others.length === 0) return null;
  await scope.db
    .update(postChanges)
    .set({ state: 'dropped', claimedBy: null, leaseUntil: null, version: sql`${postChanges.version} + 1` })
    .where(
      inArray(
        postChanges.id,
        others.map(({ id }) => id),
      ),
    );
  const late = others.filter(({ state, dueAt }) => state === 'unconfirmed' && dueAt > scope.now);
  return late.length > 0 ? new Date(Math.max(...late.map(({ dueAt }) => dueAt.getTime()))) : null;
}

/** What somebody did on the channel is what is out now. */
async function doneByHand(scope: Scope, post: PostRow, change: typeof postChanges.$inferSelect): Promise<void> {
  const columns: Partial<PostRow> =
    change.kind === 'remove'
      ? { state: 'removed', nextReadingAt: null }
      : {
          content: change.content ?? post.content,
          revisionId: change.revisionId ?? post.revisionId,
          editedAt: scope.now,
        };
  await scope.db
    .update(posts)
    .set({ ...columns, version: sql`${posts.version} + 1`, updatedAt: scope.now })
    .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, post.id)));
}

async function one(scope: Scope, id: string): Promise<PostChange> {
  const [change] = await changeRows(scope, eq(postChanges.id, id));
  if (!change) throw noChange();
  return change;
}

async function tellPublisher(scope: Scope): Promise<void> {
  await scope.db.execute(sql`select pg_notify('post_changes', '')`);
  await announce(scope, 'posts', null);
}

const impossible = (message: string) => new Problem('wrong_state', message);
const noChange = () => new Problem('not_found', 'There is no such change in this workspace.');
