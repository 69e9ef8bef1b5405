import type { OutgoingPost } from '@mobilise/channels/adapter';
import { holdOf, shareHoldLock } from '@mobilise/db/holds';
import { announced } from '../announce.ts';
import type { Publisher, Query } from '../publisher.ts';
import { reasonOf } from './claim.ts';

/** A claimed post with what will go out; the newsroom needs neither payload nor handle. */
export interface Ready {
  id: string;
  fence: number;
  payload: OutgoingPost | null;
}

/** A post that may be sent now, once; `attempt` is its number, and `tries` leaves out those before it that were mere waiting. */
export interface Intended {
  id: string;
  fence: number;
  attempt: number;
  tries: number;
}

/**
 * Commits that bytes are about to leave: `sending`, the frozen payload, its handle and an attempt, for a batch in one
 * statement of a transaction. Only posts come back that still belong to this publisher; the lease starts again here. A post
 * that the hold switch covers, whose channel was paused or whose approval was taken back since the claim is held instead.
 */
export async function intend(
  { workerId, timing, log }: Publisher,
  sql: Query,
  posts: readonly Ready[],
): Promise<Intended[]> {
  const wanted = JSON.stringify(
    posts.map(({ id, fence, payload }) => ({ id, fence, payload, handle: payload?.handle ?? null })),
  );
  const locked = sql.unsafe(shareHoldLock).execute();
  const intending = sql<(Intended & { hold: string | null; channel: string })[]>`
    with wanted as (
      select * from json_to_recordset(${wanted}::text::json) as w(id uuid, fence int, payload jsonb, handle text)
    ), covered as (
      select w.*, p.channel_id, p.revision_id, ${sql.unsafe(holdOf('p'))} as hold_id from wanted w join posts p on p.id = w.id
    ), judged as materialized (
      select w.*,
        case
          when w.hold_id is not null then 'switch'
          when c.state <> 'ready' then 'channel'
          when not exists (select from approvals a where a.revision_id = w.revision_id) then 'approval'
        end as hold
      from covered w join channels c on c.id = w.channel_id
    ), intended as (
      update posts p set
        state = case when j.hold is null then 'sending' else 'held' end,
        hold_reason = j.hold,
        hold_id = j.hold_id,
        payload = coalesce(p.payload, j.payload),
        handle = coalesce(p.handle, j.handle),
        attempts = p.attempts + case when j.hold is null then 1 else 0 end,
        lease_until = case when j.hold is null then clock_timestamp() + make_interval(secs => ${timing.lease / 1000}) end,
        version = p.version + case when j.hold is null then 0 else 1 end,
        updated_at = statement_timestamp()
      from judged j
      where p.id = j.id and p.fence = j.fence and p.state = 'claimed' and p.claimed_by = ${workerId} and p.lease_until > clock_timestamp()
      returning p.id, p.workspace_id, p.channel_id, p.revision_id, p.fence, p.attempts, p.handle, j.hold
    ), held as (
      select * from intended where hold is not null
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select h.workspace_id, 'Publisher', 'held', 'posts', h.id::text, r.title, ${sql.unsafe(reasonOf('h.hold'))}
      from held h join revisions r on r.id = h.revision_id
    ), logged as (
      insert into attempts (post_id, number, fence, worker, handle, started_at)
      select id, attempts, fence, ${workerId}, handle, clock_timestamp() from intended where hold is null
    )
    select id, fence, hold, attempts as attempt, channel_id as channel,
      attempts - case when attempts = 1 then 0 else (
        select count(*)::int from attempts a where a.post_id = intended.id and a.outcome in ('waiting', 'abandoned')
      ) end as tries, case when hold is not null then ${announced(sql, 'posts', 'held')} end from intended`;
  // Sent together, on one connection: the statement looks for holds when it has the lock.
  const [, rows] = await Promise.all([locked, intending]);
  for (const { id, channel, attempt, hold } of rows)
    if (hold) log.warn({ post: id, channel, attempt, hold }, 'Held just before it was sent');
  return rows
    .filter(({ hold }) => hold === null)
    .map(({ id, fence, attempt, tries }) => ({ id, fence, attempt, tries }));
}
