import type { PostChange } from '@mobilise/contracts/post-changes';
import { openForPeople } from '@mobilise/contracts/post-changes';
import { Problem } from '@mobilise/contracts/problems';
import { postChanges } from '@mobilise/db/schema/post-changes';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { changeRows } from '../post-change-rows.ts';
import { announce, type Scope } from '../scope.ts';

/**
 * Drops what waits about a post, since something else is to be done. Answers from when on nothing of it can arrive any more;
 * null when nothing of it has left. Problem `wrong_state` while one is being done.
 */
export async function giveWay(scope: Scope, postId: string, except?: string): Promise<Date | null> {
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

/** A change as its contract has it. Problem `not_found`. */
export async function readChange(scope: Scope, id: string): Promise<PostChange> {
  const [change] = await changeRows(scope, eq(postChanges.id, id));
  if (!change) throw noChange();
  return change;
}

/** Tells the publisher, when the transaction commits, that there is something to change, and every screen. */
export async function tellPublisher(scope: Scope): Promise<void> {
  await scope.db.execute(sql`select pg_notify('post_changes', '')`);
  await announce(scope, 'posts', null);
}

/** What a channel, or the present state of things, does not allow. */
export const impossible = (message: string) => new Problem('wrong_state', message);
export const noChange = () => new Problem('not_found', 'There is no such change in this workspace.');
