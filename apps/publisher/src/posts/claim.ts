import type { ChannelKindName } from '@mobilise/contracts/channels';
import { type HoldReason, holdWords } from '@mobilise/contracts/post-states';
import { holdOf } from '@mobilise/db/holds';
import { carriesEnded } from '@mobilise/db/rights';
import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/** A post that belongs to this publisher until its lease ends; `fence` proves it in every later write. */
export interface Claimed {
  id: string;
  fence: number;
  channelId: string;
  kind: ChannelKindName;
}

/**
 * Takes the posts that are due, the longest due first, in one statement. What must not go out is held in the same
 * statement instead: the hold switch covers it, its channel is not ready, its grace is over, nobody approved its revision, the
 * right to use an upload in it has ended, or its revision's files are not there.
 * A channel that rests keeps its posts waiting. Answers what was
 * claimed, and how many rows were dealt with in all, so that the caller knows whether to ask again.
 */
export async function claimDue(
  { sql, workerId, timing, log }: Publisher,
  { limit, except = [] }: { limit: number; except?: readonly string[] },
): Promise<{ claimed: Claimed[]; taken: number }> {
  // statement_timestamp(), not clock_timestamp(): only a stable function can bound the scan of the index on send_at.
  // Materialised, or each column that names the verdict would come to it again: half of the statement's time.
  const rows = await sql<(Claimed & { hold: HoldReason | null })[]>`
    with due as (
      select id, workspace_id, item_id, channel_id, revision_id, send_at, grace, wall_time, content
      from posts
      where state = 'scheduled' and send_at <= statement_timestamp() and channel_id <> all(${[...except]}::uuid[])
        and channel_id not in (select id from channels where resting_until > statement_timestamp())
      order by send_at
      limit ${limit}
      for update skip locked
    ), covered as (
      select due.*, ${sql.unsafe(holdOf('due'))} as hold_id from due
    ), judged as materialized (
      select due.id, due.hold_id, c.kind,
        case
          when due.hold_id is not null then 'switch'
          when c.state <> 'ready' then 'channel'
          when due.send_at + make_interval(secs => due.grace) < statement_timestamp() then 'late'
          when not exists (select from approvals a where a.revision_id = due.revision_id) then 'approval'
          when ${sql.unsafe(carriesEnded('due'))} then 'consent'
          when r.files in ('wanted', 'failed') then 'files'
        end as hold
      from covered due join channels c on c.id = due.channel_id join revisions r on r.id = due.revision_id
    ), taken as (
      update posts p set
        state = case when j.hold is null then 'claimed' else 'held' end,
        hold_reason = j.hold,
        hold_id = j.hold_id,
        fence = p.fence + 1,
        claimed_by = case when j.hold is null then ${workerId}::text end,
        lease_until = case when j.hold is null then statement_timestamp() + make_interval(secs => ${timing.lease / 1000}) end,
        version = p.version + case when j.hold is null then 0 else 1 end,
        updated_at = statement_timestamp()
      from judged j
      where p.id = j.id
      returning p.id, p.fence, p.channel_id, p.workspace_id, p.revision_id, j.kind, j.hold
    ), held as (
      select * from taken where hold is not null
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select h.workspace_id, 'Publisher', 'held', 'posts', h.id::text, r.title, ${sql.unsafe(reasonOf('h.hold'))}
      from held h join revisions r on r.id = h.revision_id
    )
    select id, fence, channel_id as "channelId", kind, hold, case when hold is not null then ${announced(sql, 'posts', 'held')} end
    from taken`;
  for (const { id, channelId, hold } of rows)
    if (hold) log.warn({ post: id, channel: channelId, hold }, 'Held instead of sent');
    else log.debug({ post: id, channel: channelId }, 'Claimed');
  return {
    claimed: rows
      .filter(({ hold }) => hold === null)
      .map(({ id, fence, channelId, kind }) => ({ id, fence, channelId, kind })),
    taken: rows.length,
  };
}

/** The contract's sentence for a hold reason, in SQL. */
export function reasonOf(column: string): string {
  const cases = Object.entries(holdWords).map(
    ([reason, words]) => `when '${reason}' then '${words.replaceAll("'", "''")}'`,
  );
  return `case ${column} ${cases.join(' ')} end`;
}

/** Gives claims back unsent, so that whoever is free takes them at once. */
export async function release({ sql }: Publisher, claims: readonly Claimed[]): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update posts p set state = 'scheduled', claimed_by = null, lease_until = null, updated_at = statement_timestamp()
    from unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::int[]) as c(id, fence)
    where p.id = c.id and p.fence = c.fence and p.state = 'claimed'`;
}
