import { randomUUIDv7 } from 'node:crypto';
import type { approveRevision as approveRoute, Item } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { approvals, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, sql } from 'drizzle-orm';
import { releaseHeld } from '../post-release.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { getItem, lockItem } from './read.ts';
import { seenOrThrow } from './revise.ts';

/**
 * Approves the newest revision and releases the posts that waited for it, now carrying it. While something is missing for
 * people who cannot see or hear it, a note must say why: Problem `alternatives_missing`.
 */
export async function approveRevision(scope: Scope, id: string, { version, note }: RouteRequest<typeof approveRoute>['body']): Promise<Item & { releasedPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id);
    await seenOrThrow(scope, item, version);
    const [revision] = await scope.db.select().from(revisions).where(eq(revisions.id, item.revisionId ?? ''));
    if (!revision) throw new Error(`Item ${id} has no revision`);
    const missing = kindOf(item.kind).missing(revision.content);
    if (missing.length > 0 && !note?.trim()) {
      throw new Problem('alternatives_missing', `${missing.join(' ')} Mend it, or approve with a note that says why it may stay so.`, { extra: { missing } });
    }
    await scope.db
      .insert(approvals)
      .values({ id: randomUUIDv7(), revisionId: revision.id, userId: scope.actor.userId, by: scope.actor.name, note: note?.trim() || null, at: scope.now })
      .onConflictDoNothing();
    await record(scope, { action: 'approved', noun: 'items', id, subject: item.title, reason: note, detail: { revision: item.revision } });
    const waiting = and(eq(posts.itemId, id), eq(posts.workspaceId, scope.workspaceId), eq(posts.state, 'held'), eq(posts.holdReason, 'approval'));
    await scope.db.update(posts).set({ revisionId: revision.id, payload: null }).where(waiting);
    const { scheduled } = await releaseHeld(scope, 'approval', sql`${posts.itemId} = ${id}`);
    return { ...(await getItem(scope, id)), releasedPosts: scheduled };
  });
}
