import { readingSchedule } from '@mobilise/contracts/engagement';
import { nextParts, wakeForParts } from '@mobilise/db/threads';
import { announced } from '../announce.ts';
import type { Publisher, Query } from '../publisher.ts';
import { storable } from '../words.ts';
import type { Settlement } from './retry.ts';

/** Added where a wait would outlast the post's grace. */
const tooLate = 'It was not tried again, because it would have gone out too late; choose a new time or retry it now.';

/**
 * Writes what became of sends, a batch in one statement, guarded by fence and state: a write that comes after somebody
 * else took the post does nothing. A result that arrives after the sweep called its post unconfirmed still counts, as long
 * as nobody has begun to look. What follows a published post comes into being with it. Answers the ids that were written.
 */
export async function settle({ timing }: Publisher, sql: Query, settlements: readonly Settlement[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with results as (
      select * from json_to_recordset(${JSON.stringify(settlements.map(clean))}::text::json) as r(
        id uuid, fence int, state text, outcome text, message text, advice text, "remoteId" text, "remoteUrl" text, delay float8)
    ), judged as materialized (
      select r.*, r.delay is not null and r.outcome = 'refused'
        and statement_timestamp() + make_interval(secs => r.delay) > coalesce(p.due_at, p.send_at) + make_interval(secs => p.grace) as late
      from results r join posts p on p.id = r.id
    ), settled as (
      update posts p set
        state = case when j.late then 'failed' else j.state end,
        send_at = case when j.delay is not null and not j.late then statement_timestamp() + make_interval(secs => j.delay) else p.send_at end,
        claimed_by = null,
        lease_until = case when j.state = 'unconfirmed' then statement_timestamp() + make_interval(secs => ${timing.quiet / 1000}) end,
        failure = case when j.state = 'published' or j.outcome in ('waiting', 'abandoned') then null else j.message end,
        advice = case when j.state = 'published' or j.outcome in ('waiting', 'abandoned') then null when j.late then concat_ws(' ', j.advice, ${tooLate}::text) else j.advice end,
        remote_id = coalesce(j."remoteId", p.remote_id),
        remote_url = coalesce(j."remoteUrl", p.remote_url),
        published_at = case when j.state = 'published' then statement_timestamp() end,
        next_reading_at = case when j.state = 'published' then statement_timestamp() + make_interval(mins => ${readingSchedule[0]}) end,
        version = p.version + case when j.outcome in ('waiting', 'abandoned') then 0 else 1 end,
        updated_at = statement_timestamp()
      from judged j
      where p.id = j.id and p.fence = j.fence
        and (p.state = 'sending' or (p.state = 'unconfirmed' and j.outcome in ('published', 'refused', 'failed')))
      returning p.id, p.workspace_id, p.revision_id, p.attempts, p.state, p.remote_url, p.content, p.advice as told_advice, j.outcome, j.message
    ), ${sql.unsafe(nextParts('settled'))}, finished as (
      update attempts a set finished_at = statement_timestamp(), outcome = s.outcome, message = s.message, advice = s.told_advice
      from settled s
      where a.post_id = s.id and a.number = s.attempts
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason, detail)
      select s.workspace_id, 'Publisher', s.state, 'posts', s.id::text, r.title, s.message,
        case when s.remote_url is not null then jsonb_build_object('url', s.remote_url) end
      from settled s join revisions r on r.id = s.revision_id
      where s.state <> 'scheduled'
    )
    select id, ${announced(sql, 'posts', 'settled')}, ${announced(sql, 'posts', 'next_parts')}, ${sql.unsafe(wakeForParts)} from settled`;
  return rows.map(({ id }) => id);
}

function clean(settlement: Settlement): Settlement {
  const { message, advice, remoteId, remoteUrl } = settlement;
  const kept = (words: string | null) => (words === null ? null : storable(words));
  return {
    ...settlement,
    message: kept(message),
    advice: kept(advice),
    remoteId: kept(remoteId),
    remoteUrl: kept(remoteUrl),
  };
}
