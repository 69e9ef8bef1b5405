import { type HoldReason, holdWords } from '@mobilise/contracts/post-states';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { carriesEnded } from './rights.ts';
import { channels } from './schema/channels.ts';
import { approvals, items, revisions } from './schema/items.ts';
import { posts } from './schema/posts.ts';
import { auditEntries } from './schema/team.ts';

/** Who releases, where and when. */
export interface Releasing {
  workspaceId: string;
  actor: { userId: string | null; name: string };
  now: Date;
}

/** A post that was decided on again: `reason` is why it is still held; `sendAt` (RFC 3339) when it goes out otherwise. */
export interface Released extends Record<string, unknown> {
  id: string;
  reason: HoldReason | null;
  sendAt: string | null;
}

/** SQL: whether it is too late, at `now`, for a post that was held to go out by itself. @param p what the statement calls `posts` */
export const isTooLate = (p: string, now: SQL): SQL =>
  sql`(${sql.raw(p)}.send_at is null or ${sql.raw(p)}.due_at + make_interval(secs => ${sql.raw(p)}.grace) < ${now})`;

/**
 * Decides again about the posts that were held for a reason which has gone: what is approved, ready and not later than
 * its grace is scheduled again at its time; the rest stays held and says why. Nothing later than its grace bursts out.
 * In the caller's transaction; answers the posts whose fate changed.
 * @param which a condition on `posts`, besides workspace and reason
 */
export async function releaseHeld(db: Db, by: Releasing, reason: HoldReason, which: SQL): Promise<Released[]> {
  const now = by.now.toISOString();
  const rows = await db.execute<Released & { title: string }>(sql`
    with decided as (
      select ${posts.id} as id, ${items.title} as title, case
        when ${items.revisionId} <> ${posts.revisionId} or not exists (select from ${approvals} a where a.revision_id = ${posts.revisionId}) then 'approval'
        when ${channels.state} <> 'ready' then 'channel'
        when ${sql.raw(carriesEnded('posts'))} then 'consent'
        when exists (select from ${revisions} r where r.id = ${posts.revisionId} and r.files in ('wanted', 'failed')) then 'files'
        when ${isTooLate('posts', sql`${now}::timestamptz`)} then 'late'
      end as reason
      from ${posts} join ${items} on ${items.id} = ${posts.itemId} join ${channels} on ${channels.id} = ${posts.channelId}
      where ${posts.workspaceId} = ${by.workspaceId} and ${posts.state} = 'held' and ${posts.holdReason} = ${reason} and ${which}
      for update of posts for key share of channels
    )
    update ${posts} set
      state = case when decided.reason is null then 'scheduled' else 'held' end,
      hold_reason = decided.reason, hold_id = null, version = ${posts.version} + 1, updated_at = ${now}::timestamptz
    from decided
    where ${posts.id} = decided.id and decided.reason is distinct from ${posts.holdReason}
    returning ${posts.id} as id, decided.title as title, decided.reason as reason, to_json(${posts.sendAt})#>>'{}' as "sendAt"`);
  if (rows.length === 0) return [];
  await db.insert(auditEntries).values(
    rows.map((row) => ({
      workspaceId: by.workspaceId,
      userId: by.actor.userId,
      actor: by.actor.name,
      at: by.now,
      action: row.reason ? 'held' : 'released',
      noun: 'posts',
      subjectId: row.id,
      subject: row.title,
      reason: row.reason && holdWords[row.reason],
    })),
  );
  return rows;
}
