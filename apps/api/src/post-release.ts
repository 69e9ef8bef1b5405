import type { HoldReason } from '@mobilise/contracts/post-states';
import { releaseHeld as decideAgain } from '@mobilise/db/release-held';
import { type SQL, sql } from 'drizzle-orm';
import { announce, type Scope } from './scope.ts';

/** How far ahead the publisher is told of a new due time at once; it looks ahead for later ones by itself. */
const tellWithin = 2 * 60_000;

/** Tells the publisher, when the transaction commits, that something is due soon. */
export async function tellPublisher(scope: Scope, sendAt: Date): Promise<void> {
  if (sendAt.getTime() - scope.now.getTime() > tellWithin) return;
  await scope.db.execute(sql`select pg_notify('posts_due', ${sendAt.toISOString()})`);
}

export interface Released {
  /** On schedule again. */
  scheduled: number;
  /** Still held, now for another reason. */
  held: number;
}

/**
 * Decides again about the posts that were held for a reason which has gone, and tells screens and publisher.
 * @param which a condition on `posts`, besides workspace and reason
 */
export async function releaseHeld(scope: Scope, reason: HoldReason, which: SQL): Promise<Released> {
  const released = await decideAgain(scope.db, scope, reason, which);
  if (released.length === 0) return { scheduled: 0, held: 0 };
  await announce(scope, 'posts', null);
  const freed = released.filter((post) => post.reason === null);
  const next = freed.map(({ sendAt }) => sendAt ?? '').sort()[0];
  if (next) await tellPublisher(scope, new Date(next));
  return { scheduled: freed.length, held: released.length - freed.length };
}
