import type { approveRevision as approveRoute, Item } from '@mobilise/contracts/items';
import type { ItemContent } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { approvals } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { and, eq, sql } from 'drizzle-orm';
import { releaseHeld } from '../post-release.ts';
import { recordingTimesOrThrow } from '../recording-times.ts';
import { wantFiles } from '../revision-files.ts';
import { rightsOrThrow, todayOf } from '../rights.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { uploadedOrThrow } from '../uploaded.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';

/**
 * Approves the newest revision. The posts that waited for approval now carry it and go back on schedule, unless their
 * channel is not ready or their time has passed by more than their grace. When alternatives are missing, the note is the
 * reason for going without, and goes into the posts. Problems: `not_found`, `stale_version`, `alternatives_missing`, `rights_ended`,
 * `wrong_state` where the recording, film or artwork itself is not there, or chapters or words lie after its end.
 */
export function approveRevision(
  scope: Scope,
  id: string,
  { version, note }: RouteRequest<typeof approveRoute>['body'],
): Promise<Item & { releasedPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const { kind, revisionId, revision } = await lockItem(scope, id, version);
    const { title, missing, content } = await getItem(scope, id);
    uploadedOrThrow(kind, content as ItemContent);
    await recordingTimesOrThrow(scope, content as ItemContent);
    await rightsOrThrow(scope, revisionId, await todayOf(scope));
    const reason = note?.trim() || null;
    if (missing.length > 0 && !reason) {
      throw new Problem('alternatives_missing', `${missing.join(' ')} Or approve it with a note that says why not.`, {
        fields: [{ field: 'body.note', message: 'Say why it may go out without' }],
        extra: { missing },
      });
    }
    const { userId, name: by } = scope.actor;
    const made = await scope.db
      .insert(approvals)
      .values({ id: newId(), revisionId, userId, by, note: reason, at: scope.now })
      .onConflictDoNothing()
      .returning({ id: approvals.id });
    await wantFiles(scope, { id: revisionId, kind, content: content as ItemContent });
    const override = missing.length > 0 ? reason : null;
    await carryNewest(scope, id, revisionId, override);
    // Whoever approves has read what waits; what their series make later says the same.
    await scope.db.update(series).set({ wordsApproved: true }).where(eq(series.itemId, id));
    const released = await releaseHeld(scope, 'approval', eq(posts.itemId, id));
    if (made.length > 0 || released.scheduled + released.held > 0) {
      await record(scope, {
        action: 'approved',
        noun: 'items',
        id,
        subject: title,
        reason: reason ?? undefined,
        detail: { revision, releasedPosts: released.scheduled, ...(missing.length > 0 && { missing }) },
      });
    }
    return { ...(await getItem(scope, id)), releasedPosts: released.scheduled };
  });
}

/**
 * Posts that waited take the newest revision. What was frozen for the channel goes; the handle stays, because their time
 * stays: if an earlier try did arrive after all, the channel recognises it.
 */
async function carryNewest(scope: Scope, itemId: string, revisionId: string, override: string | null): Promise<void> {
  await scope.db
    .update(posts)
    .set({ revisionId, payload: null, override: sql`coalesce(${override}, ${posts.override})` })
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        eq(posts.itemId, itemId),
        eq(posts.state, 'held'),
        eq(posts.holdReason, 'approval'),
      ),
    );
}
