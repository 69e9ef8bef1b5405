import type { HoldReason } from '@mobilise/contracts/post-states';
import type { Db } from '@mobilise/db/connect';
import { releaseHeld } from '@mobilise/db/release-held';
import { sql as raw, type SQL } from 'drizzle-orm';

/**
 * Releases the posts that were held for a reason which has gone, wakes the publishers and tells open screens; in the caller's
 * transaction. Answers how many have another fate now.
 */
export async function releaseAndTell(tx: Db, workspaceId: string, reason: HoldReason, which: SQL): Promise<number> {
  const by = { workspaceId, actor: { userId: null, name: 'Publisher' }, now: new Date() };
  const released = await releaseHeld(tx, by, reason, which);
  if (released.length > 0) {
    await tx.execute(raw`select pg_notify('posts_due', '')`);
    const told = JSON.stringify({ workspaceId, noun: 'posts', id: null, actor: null });
    await tx.execute(raw`select pg_notify('changes', ${told})`);
  }
  return released.length;
}
