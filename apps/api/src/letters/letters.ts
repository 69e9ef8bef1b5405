import type { LetterState, PostLetters } from '@mobilise/contracts/letters';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { letters } from '@mobilise/db/schema/subscribers';
import { and, asc, eq, or, sql } from 'drizzle-orm';
import { inTransaction, record, type Scope } from '../scope.ts';

/** Letters told one by one. */
const mostTold = 100;

/** A newsletter post of the workspace. Problem `not_found`, also for a post of another kind of channel. */
async function newsletterPost(scope: Scope, id: string): Promise<{ id: string; subject: string }> {
  const [row] = await scope.db
    .select({ id: posts.id, title: items.title, channel: channels.name })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .innerJoin(items, eq(items.id, posts.itemId))
    .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, id), eq(channels.kind, 'email')));
  if (!row) throw new Problem('not_found', 'There is no such newsletter post in this workspace.');
  return { id, subject: `${row.title} → ${row.channel}` };
}

/** How far the letters of a post have got. Problem `not_found`. */
export async function listLetters(scope: Scope, id: string): Promise<PostLetters> {
  await newsletterPost(scope, id);
  const counted = await scope.db
    .select({
      state: letters.state,
      count: sql<number>`count(*)::int`,
      bounced: sql<number>`count(*) filter (where ${letters.bouncedAt} is not null and ${letters.state} = 'accepted')::int`,
      unsubscribed: sql<number>`count(${letters.unsubscribedAt})::int`,
    })
    .from(letters)
    .where(eq(letters.postId, id))
    .groupBy(letters.state);
  const counts: Record<LetterState, number> = {
    pending: 0,
    sending: 0,
    accepted: 0,
    refused: 0,
    unknown: 0,
    skipped: 0,
  };
  for (const { state, count } of counted) counts[state] = count;
  const sum = (of: (row: (typeof counted)[number]) => number) => counted.reduce((total, row) => total + of(row), 0);
  const troubled = await scope.db
    .select({
      id: letters.id,
      address: letters.address,
      state: letters.state,
      reply: letters.reply,
      finishedAt: letters.finishedAt,
      startedAt: letters.startedAt,
    })
    .from(letters)
    .where(
      and(
        eq(letters.postId, id),
        or(
          sql`${letters.state} in ('refused', 'unknown')`,
          and(eq(letters.state, 'pending'), sql`${letters.notBefore} is not null`),
          and(eq(letters.state, 'accepted'), sql`${letters.bouncedAt} is not null`),
        ),
      ),
    )
    .orderBy(asc(letters.id))
    .limit(mostTold);
  return {
    total: sum(({ count }) => count),
    counts,
    bounced: sum(({ bounced }) => bounced),
    unsubscribed: sum(({ unsubscribed }) => unsubscribed),
    troubled: troubled.map(({ finishedAt, startedAt, id: letter, ...row }) => ({
      ...row,
      id: String(letter),
      at: (finishedAt ?? startedAt)?.toISOString() ?? null,
    })),
  };
}

/**
 * Nobody gets it who has not got it yet; what is on its way arrives, or is not tried again: its `not_before` is infinity. Problems
 * `not_found`, `wrong_state` when nothing waits.
 */
export function stopLetters(scope: Scope, id: string): Promise<PostLetters> {
  return inTransaction(scope, async (scope) => {
    const { subject } = await newsletterPost(scope, id);
    // One statement, so that no letter goes from one of the two states into the other between two.
    const stopped = await scope.db
      .update(letters)
      .set({
        state: sql`case ${letters.state} when 'pending' then 'skipped' else ${letters.state} end`,
        reply: `Stopped by ${scope.actor.name}.`,
        finishedAt: sql`case ${letters.state} when 'pending' then ${scope.now.toISOString()}::timestamptz end`,
        notBefore: sql`'infinity'`,
      })
      .where(
        and(
          eq(letters.postId, id),
          or(
            eq(letters.state, 'pending'),
            and(eq(letters.state, 'sending'), sql`${letters.notBefore} is distinct from 'infinity'`),
          ),
        ),
      )
      .returning({ id: letters.id });
    if (stopped.length === 0) throw new Problem('wrong_state', 'No letter of this post waits to be sent.');
    await record(scope, {
      action: 'stopped the letters of',
      noun: 'posts',
      id,
      subject,
      detail: { letters: stopped.length },
    });
    return listLetters(scope, id);
  });
}

/** A person decides about letters of which nobody knows whether they arrived. Problems `not_found`, `wrong_state` when there are none. */
export function resolveLetters(scope: Scope, id: string, outcome: 'send_again' | 'leave'): Promise<PostLetters> {
  return inTransaction(scope, async (scope) => {
    const { subject } = await newsletterPost(scope, id);
    const resolved = await scope.db
      .update(letters)
      .set(
        outcome === 'send_again'
          ? { state: 'pending', notBefore: null, reply: null, finishedAt: null }
          : { state: 'skipped', reply: `Nobody knows whether it arrived; left so by ${scope.actor.name}.` },
      )
      .where(and(eq(letters.postId, id), eq(letters.state, 'unknown')))
      .returning({ id: letters.id });
    if (resolved.length === 0)
      throw new Problem('wrong_state', 'There is no letter of this post of which nobody knows.');
    await record(scope, {
      action: 'resolved the letters of',
      noun: 'posts',
      id,
      subject,
      detail: { outcome, letters: resolved.length },
    });
    return listLetters(scope, id);
  });
}
