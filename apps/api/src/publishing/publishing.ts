import type { ChannelKindName } from '@mobilise/contracts/channels';
import { type Publishing, publisherSilence } from '@mobilise/contracts/publishing';
import { inForce } from '@mobilise/db/holds';
import { sql } from 'drizzle-orm';
import { filesAwaited, jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';
import { type Resting, restFields, restOf, watchedPosts } from './watched.ts';

/** Posts that each list shows. */
const shown = 20;

/**
 * What the publishers do for a workspace at this moment, what waits for them, and what keeps it. Publishers serve every
 * workspace, so the facts about them are the installation's; everything else is this workspace's alone.
 */
export async function getPublishing(scope: Scope): Promise<Publishing> {
  const some = (which: ReturnType<typeof sql>, order = sql`p.send_at, p.id`) =>
    watchedPosts(scope, { which, order, limit: shown });
  const [facts, channels, underWay, due, nextHour, unconfirmed] = await Promise.all([
    readFacts(scope),
    readChannels(scope),
    some(sql`p.state in ('claimed', 'sending')`, sql`p.lease_until, p.id`),
    some(sql`p.state = 'scheduled' and p.send_at <= statement_timestamp()`),
    some(
      sql`p.state = 'scheduled' and p.send_at > statement_timestamp() and p.send_at <= statement_timestamp() + interval '1 hour'`,
    ),
    some(sql`p.state = 'unconfirmed'`, sql`p.lease_until, p.id`),
  ]);
  const { oldestLag, ...rest } = facts;
  return { ...rest, underWay, due: { ...due, oldestLag }, nextHour, unconfirmed, channels };
}

type Facts = Omit<Publishing, 'underWay' | 'due' | 'nextHour' | 'unconfirmed' | 'channels'> & { oldestLag: number };

async function readFacts({ db, workspaceId }: Scope): Promise<Facts> {
  const [facts] = await jsonRows<Facts>(
    db,
    sql`select statement_timestamp() as "now",
      (select coalesce(json_agg(json_build_object('id', id, 'machine', machine, 'release', release, 'startedAt', started_at, 'seenAt', seen_at,
        'skew', skew, 'ffmpeg', ffmpeg, 'lives', seen_at > statement_timestamp() - make_interval(secs => ${publisherSilence})) order by seen_at desc, id), '[]')
        from publishers) as "publishers",
      exists (select from holds h where h.workspace_id = ${workspaceId} and h.target = 'everything' and ${sql.raw(inForce('h'))}) as "onHold",
      (select coalesce(extract(epoch from statement_timestamp() - min(send_at)), 0)::float8 from posts
        where workspace_id = ${workspaceId} and state = 'scheduled' and send_at <= statement_timestamp()) as "oldestLag",
      (select json_build_object(
          'held', coalesce((select json_agg(json_build_object('reason', hold_reason, 'count', number) order by hold_reason) from (
            select hold_reason, count(*)::int as number from posts where workspace_id = ${workspaceId} and state = 'held' and ${filesAwaited()} is distinct from 'making' group by hold_reason) h), '[]'),
          'failed', count(*) filter (where state = 'failed'), 'needsPerson', count(*) filter (where state = 'needs_person'))
        from posts where workspace_id = ${workspaceId} and state in ('failed', 'needs_person')) as "waiting",
      (select coalesce(json_agg(t order by t.outcome), '[]') from (
        select coalesce(a.outcome, 'under_way') as outcome, count(*)::int as day,
          (count(*) filter (where a.started_at > statement_timestamp() - interval '1 hour'))::int as hour
        from attempts a join posts p on p.id = a.post_id
        where p.workspace_id = ${workspaceId} and a.started_at > statement_timestamp() - interval '1 day' group by 1) t) as "attempts",
      json_build_object(
        'renditions', (select json_build_object('waiting', count(*) filter (where state = 'processing'),
            'oldestAt', min(created_at) filter (where state = 'processing'), 'failed', count(*) filter (where state = 'failed'))
          from assets where workspace_id = ${workspaceId}),
        'readings', (select json_build_object('due', count(*) filter (where next_reading_at <= statement_timestamp()),
            'failing', count(*) filter (where exists (select from readings r
              where r.post_id = p.id and r.status = 'error' and r.observed_at > statement_timestamp() - interval '1 day')))
          from posts p where p.workspace_id = ${workspaceId} and p.next_reading_at is not null)) as "jobs"`,
  );
  if (!facts) throw new Error('A select without a table answered no row');
  return facts;
}

async function readChannels({ db, workspaceId }: Scope): Promise<Publishing['channels']> {
  const rows = await jsonRows<
    Omit<Publishing['channels'][number], 'rest'> & { kind: ChannelKindName; resting: Resting }
  >(
    db,
    sql`select c.id, c.kind, c.name, c.state, c.failures, ${restFields} as "resting", c.last_success_at as "lastSuccessAt",
        case when c.last_error_at is not null and c.last_error is not null then json_build_object(
          'at', c.last_error_at, 'message', c.last_error, 'advice', coalesce(c.last_advice, '')) end as "lastError",
        (count(p.id) filter (where p.state = 'scheduled'))::int as "scheduled", (count(p.id) filter (where p.state = 'held'))::int as "held"
      from channels c left join posts p on p.channel_id = c.id and p.state in ('scheduled', 'held')
      where c.workspace_id = ${workspaceId}
      group by c.id order by c.created_at, c.id`,
  );
  return rows.map(({ resting, ...channel }) => ({ ...channel, rest: restOf(channel.kind, resting) }));
}
