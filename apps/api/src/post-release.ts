import { type HoldReason, holdWords } from '@mobilise/contracts/post-states';
import { channels } from '@mobilise/db/schema/channels';
import { approvals, items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
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
 * Decides again about the posts that were held for a reason which has gone: what is approved, ready and not later than
 * its grace is scheduled again at its time; the rest stays held and says why. Nothing later than its grace bursts out.
 * @param which a condition on `posts`, besides workspace and reason
 */
export async function releaseHeld(scope: Scope, reason: HoldReason, which: SQL): Promise<Released> {
  const now = scope.now.toISOString();
  const rows = await scope.db.execute<{
    id: string;
    title: string;
    reason: HoldReason | null;
    sendAt: string | null;
  }>(sql`
    with decided as (
      select ${posts.id} as id, ${items.title} as title, case
        when ${items.revisionId} <> ${posts.revisionId} or not exists (select from ${approvals} a where a.revision_id = ${posts.revisionId}) then 'approval'
        when ${channels.state} <> 'ready' then 'channel'
        when ${posts.sendAt} is null or ${posts.dueAt} + make_interval(secs => ${posts.grace}) < ${now}::timestamptz then 'late'
      end as reason
      from ${posts} join ${items} on ${items.id} = ${posts.itemId} join ${channels} on ${channels.id} = ${posts.channelId}
      where ${posts.workspaceId} = ${scope.workspaceId} and ${posts.state} = 'held' and ${posts.holdReason} = ${reason} and ${which}
      for update of posts for key share of channels
    )
    update ${posts} set
      state = case when decided.reason is null then 'scheduled' else 'held' end,
      hold_reason = decided.reason, version = ${posts.version} + 1, updated_at = ${now}::timestamptz
    from decided
    where ${posts.id} = decided.id and decided.reason is distinct from ${posts.holdReason}
    returning ${posts.id} as id, decided.title as title, decided.reason as reason, to_json(${posts.sendAt})#>>'{}' as "sendAt"`);
  if (rows.length === 0) return { scheduled: 0, held: 0 };
  await scope.db.insert(auditEntries).values(
    rows.map((row) => ({
      workspaceId: scope.workspaceId,
      userId: scope.actor.userId,
      actor: scope.actor.name,
      at: scope.now,
      action: row.reason ? 'held' : 'released',
      noun: 'posts',
      subjectId: row.id,
      subject: row.title,
      reason: row.reason && holdWords[row.reason],
    })),
  );
  await announce(scope, 'posts', null);
  const freed = rows.filter((row) => row.reason === null);
  const next = freed.map(({ sendAt }) => sendAt ?? '').sort()[0];
  if (next) await tellPublisher(scope, new Date(next));
  return { scheduled: freed.length, held: rows.length - freed.length };
}
