import { channelKindOf } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import {
  type ChangeKind,
  type changePost as changeRoute,
  isFinal,
  type listChanges as listRoute,
  openForPeople,
  type PostChange,
} from '@mobilise/contracts/post-changes';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { changeRows } from '../post-change-rows.ts';
import { inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { giveWay, impossible, readChange, tellPublisher } from './change-queue.ts';
import { soonOrThrow } from './create.ts';
import { edited } from './edit-published.ts';
import { lockPost, type Place, type PostRow } from './locks.ts';
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
 * An id that asked for the same before answers that change as it stands: a reply sent again makes no second post.
 * Problems: `not_found`, `wrong_state` for a post that is not out, a channel that does not allow it, or a change under way,
 * `stale_version`, `forbidden` for words of one's own, `conflict` for another change's id, and those of scheduling.
 */
export function changePost(scope: Scope, id: string, body: Body): Promise<PostChange> {
  return inTransaction(scope, async (scope) => {
    if (body.id) soonOrThrow(scope, body.id);
    const known = body.id && (await sameChange(scope, { ...body, id: body.id }, id));
    if (known) return known;
    const { post, place } = await lockPost(scope, id, 'change', body.version);
    if (body.correctionId) await ownCorrectionOrThrow(scope, body.correctionId, place);
    const [columns, said] = await columnsOf(scope, post, place, body);
    // Two at a time could arrive in the wrong order; one that may still arrive is waited for.
    const dueAt = await giveWay(scope, post.id);
    const change = body.id ?? newId();
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
    return readChange(scope, change);
  });
}

/** The change that an earlier request with this id asked for; null when there was none. Requests with one id wait for each other. */
async function sameChange(
  scope: Scope,
  { id, kind }: { id: string; kind: ChangeKind },
  postId: string,
): Promise<PostChange | null> {
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`change ${id}`}, 0))`);
  const [found] = await scope.db
    .select({ workspaceId: postChanges.workspaceId, postId: postChanges.postId, kind: postChanges.kind })
    .from(postChanges)
    .where(eq(postChanges.id, id));
  if (!found) return null;
  if (found.workspaceId === scope.workspaceId && found.postId === postId && found.kind === kind)
    return readChange(scope, id);
  throw new Problem('conflict', 'Another change has this id. Choose a new one.', {
    fields: [{ field: 'body.id', message: 'Another change has this id' }],
  });
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
      if (isFinal(place.channel.kind)) throw impossible(`What ${label} sent out cannot be called back by anybody.`);
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
