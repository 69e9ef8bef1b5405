import type { Finding, OutgoingPost } from '@mobilise/channels/adapter';
import { isRemote } from '@mobilise/channels/registry';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { readingSchedule } from '@mobilise/contracts/engagement';
import { nextParts, wakeForParts } from '@mobilise/db/threads';
import { announced } from '../announce.ts';
import { type ChannelRow, channelsById, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { storable, wordsOf } from '../words.ts';
import { mostTries } from './retry.ts';

/** Posts looked for at the same time. */
const batch = 20;
/** Milliseconds between looks that found nothing out: half of the time since the send, within these bounds. */
const soonest = 15_000;
const latest = 3_600_000;
/** Milliseconds after which a person has to look. */
const longEnough = 24 * 3_600_000;

interface Row {
  id: string;
  fence: number;
  channelId: string;
  kind: ChannelKindName;
  payload: OutgoingPost | null;
  /** The number of the last attempt. */
  attempts: number;
  /** Attempts that were no mere waiting. */
  tries: number;
  progress: OutgoingPost['progress'];
  /** When the send began, in milliseconds since 1970. */
  began: number;
  /** Milliseconds since then. */
  age: number;
}

interface Verdict {
  id: string;
  fence: number;
  state: 'published' | 'scheduled' | 'failed' | 'needs_person' | 'unconfirmed';
  message: string | null;
  advice: string | null;
  remoteId: string | null;
  remoteUrl: string | null;
  /** Milliseconds until the next look; only for what stays unconfirmed. */
  delay: number | null;
}

/**
 * Finds out what became of posts whose sends nobody can vouch for, a batch at a time. Looking is claimed like sending, by
 * fence and lease, so that two publishers never act on the same post. Answers how many were looked at.
 */
export async function reconcile(publisher: Publisher): Promise<number> {
  const rows = await take(publisher);
  if (rows.length === 0) return 0;
  const channels = await channelsById(
    publisher,
    rows.map(({ channelId }) => channelId),
  );
  const verdicts = await Promise.all(
    rows.map(async (row) => verdictOn(row, await look(publisher, row, channels.get(row.channelId)))),
  );
  const written = await write(publisher, verdicts);
  const about = new Map(rows.map(({ id, channelId, attempts }) => [id, { channel: channelId, attempt: attempts }]));
  for (const { id, state, message } of verdicts) {
    publisher.log.info(
      { post: id, ...about.get(id), state, message, written: written.has(id) },
      'Looked for on its channel',
    );
  }
  return rows.length;
}

async function take({ sql, workerId, timing }: Publisher): Promise<Row[]> {
  return sql<Row[]>`
    with due as (
      select id from posts where state = 'unconfirmed' and (lease_until is null or lease_until <= statement_timestamp())
      order by lease_until limit ${batch} for update skip locked
    ), taken as (
      update posts p set fence = p.fence + 1, claimed_by = ${workerId}, lease_until = statement_timestamp() + make_interval(secs => ${timing.lease / 1000})
      from due where p.id = due.id
      returning p.*
    )
    select t.id, t.fence, t.channel_id as "channelId", c.kind, t.payload, t.progress, t.attempts,
      t.attempts - (select count(*)::int from attempts w where w.post_id = t.id and w.outcome in ('waiting', 'abandoned')) as tries,
      (extract(epoch from coalesce(a.started_at, statement_timestamp())) * 1000)::float8 as began,
      (extract(epoch from statement_timestamp() - coalesce(a.started_at, statement_timestamp())) * 1000)::float8 as age
    from taken t join channels c on c.id = t.channel_id left join attempts a on a.post_id = t.id and a.number = t.attempts`;
}

async function look(publisher: Publisher, row: Row, channel: ChannelRow | undefined): Promise<Finding> {
  const { kind, payload } = row;
  // What the site shows is the row itself: not published is not there.
  if (!isRemote(kind)) return { found: 'absent' };
  if (!channel || !payload) return { found: 'different', message: 'What was sent is no longer on record.' };
  const deadline = AbortSignal.timeout(publisher.timing.deadline);
  const late = new Promise<Finding>((resolve) => {
    deadline.addEventListener(
      'abort',
      () => resolve({ found: 'unknown', message: 'The channel did not answer in time.' }),
      { once: true },
    );
  });
  try {
    const adapter = await publisher.adapterFor(kind);
    if (!adapter.reconcile) return { found: 'different', message: 'This channel cannot tell whether it arrived.' };
    const post = { ...payload, progress: row.progress };
    const since = new Date(row.began).toISOString();
    return await Promise.race([adapter.reconcile(post, connectionTo(publisher, channel, deadline), since), late]);
  } catch (error) {
    const about = { post: row.id, channel: row.channelId, attempt: row.attempts };
    publisher.log.error({ ...about, error }, 'The look at the channel failed');
    return { found: 'unknown', message: wordsOf(error) };
  }
}

/** What follows from a finding. Pure. */
export function verdictOn(row: Pick<Row, 'id' | 'fence' | 'tries' | 'age'>, finding: Finding): Verdict {
  const plain = {
    id: row.id,
    fence: row.fence,
    message: null,
    advice: null,
    remoteId: null,
    remoteUrl: null,
    delay: null,
  };
  switch (finding.found) {
    case 'published':
      return { ...plain, state: 'published', remoteId: finding.remoteId, remoteUrl: finding.remoteUrl };
    case 'absent':
      if (row.tries < mostTries)
        return { ...plain, state: 'scheduled', message: 'It did not arrive. It is sent again.' };
      return {
        ...plain,
        state: 'failed',
        message: `It did not arrive in ${row.tries} tries.`,
        advice: 'Look whether the channel works, then retry.',
      };
    case 'different':
      return {
        ...plain,
        state: 'needs_person',
        message: finding.message,
        advice: 'Look at the channel, then say here whether the post is there.',
      };
    case 'unknown':
      if (row.age < longEnough)
        return {
          ...plain,
          state: 'unconfirmed',
          message: finding.message,
          delay: Math.min(latest, Math.max(soonest, row.age / 2)),
        };
      return {
        ...plain,
        state: 'needs_person',
        message: finding.message,
        advice: 'The channel has not told us for a day. Look there, then say here whether the post is there.',
      };
  }
}

/** `send_at` stays: what was absent goes out at once inside its grace, and is held after it. */
async function write({ sql }: Publisher, verdicts: readonly Verdict[]): Promise<Set<string>> {
  const kept = (words: string | null) => (words === null ? null : storable(words));
  const json = JSON.stringify(
    verdicts.map((verdict) => ({
      ...verdict,
      message: kept(verdict.message),
      remoteId: kept(verdict.remoteId),
      remoteUrl: kept(verdict.remoteUrl),
    })),
  );
  const rows = await sql<{ id: string }[]>`
    with verdicts as (
      select * from json_to_recordset(${json}::text::json) as v(
        id uuid, fence int, state text, message text, advice text, "remoteId" text, "remoteUrl" text, delay float8)
    ), found as (
      update posts p set
        state = v.state,
        claimed_by = null,
        lease_until = case when v.delay is not null then statement_timestamp() + make_interval(secs => v.delay / 1000) end,
        failure = v.message,
        advice = v.advice,
        remote_id = coalesce(v."remoteId", p.remote_id),
        remote_url = coalesce(v."remoteUrl", p.remote_url),
        published_at = case when v.state = 'published' then coalesce(a.started_at, statement_timestamp()) end,
        next_reading_at = case when v.state = 'published' then statement_timestamp() + make_interval(mins => ${readingSchedule[0]}) end,
        version = p.version + case when v.state = 'unconfirmed' then 0 else 1 end,
        updated_at = statement_timestamp()
      from verdicts v join posts q on q.id = v.id left join attempts a on a.post_id = v.id and a.number = q.attempts
      where p.id = v.id and p.fence = v.fence and p.state = 'unconfirmed'
      returning p.id, p.workspace_id, p.revision_id, p.state, p.remote_url, p.content, v.message
    ), ${sql.unsafe(nextParts('found'))}, audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason, detail)
      select f.workspace_id, 'Publisher', case f.state when 'scheduled' then 'rescheduled' else f.state end, 'posts', f.id::text, r.title, f.message,
        case when f.remote_url is not null then jsonb_build_object('url', f.remote_url) end
      from found f join revisions r on r.id = f.revision_id
      where f.state <> 'unconfirmed'
    )
    select id, ${announced(sql, 'posts', 'found')}, ${announced(sql, 'posts', 'next_parts')}, ${sql.unsafe(wakeForParts)} from found`;
  return new Set(rows.map(({ id }) => id));
}
