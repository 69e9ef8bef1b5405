import { channelKindOf } from '@mobilise/contracts/channels';
import {
  type ChangeKind,
  type decideChange as decideRoute,
  mayDecide,
  type PostChange,
} from '@mobilise/contracts/post-changes';
import type { RouteRequest } from '@mobilise/contracts/route';
import { postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, sql } from 'drizzle-orm';
import { inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { giveWay, impossible, noChange, readChange, tellPublisher } from './change-queue.ts';
import { lockPost, type Place, type PostRow } from './locks.ts';
import { subjectOf } from './read.ts';

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
    if (!mayDecide(change.state, decision)) throw impossible('This change waits for nobody now. Look how it stands.');
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
    return readChange(scope, id);
  });
}

/** Problem `wrong_state` for what a person does by hand on channels of this kind. */
function possibleOrThrow(kind: ChangeKind, { channel }: Place): void {
  const { after, label } = channelKindOf(channel.kind);
  if ((kind === 'edit' || kind === 'remove') && after[kind]) return;
  throw impossible(`On ${label} this is done by hand. Do it there, then say so here.`);
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
