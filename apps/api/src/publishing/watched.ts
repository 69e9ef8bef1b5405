import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { RestReason, WatchedPost } from '@mobilise/contracts/publishing';
import { earliest, holdOf } from '@mobilise/db/holds';
import { type SQL, sql } from 'drizzle-orm';
import { filesAwaited, jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';

/** What a channel's row says about its rest. */
export interface Resting {
  state: string;
  restingUntil: string | null;
  tokens: number | null;
  tokensAt: string | null;
}

/** SQL: those of the channel `c`. */
export const restFields: SQL = sql`json_build_object('state', c.state, 'tokens', c.tokens, 'tokensAt', c.tokens_at,
  'restingUntil', case when c.resting_until > statement_timestamp() then c.resting_until end)`;

/** Milliseconds: PostgreSQL counts microseconds, and JSON has them. */
const same = 500;

/**
 * Until when nothing is sent to a channel, and why. Two things make it rest, and the row does not say which: an empty bucket
 * rests exactly until it holds one token again, so any other end was asked for by the platform.
 */
export function restOf(
  kind: ChannelKindName,
  { state, restingUntil, tokens, tokensAt }: Resting,
): WatchedPost['channelRest'] {
  if (!restingUntil) return null;
  const why = (): RestReason => {
    if (state === 'failing') return 'circuit';
    const { rate } = channelKindOf(kind);
    if (!rate || tokens === null || !tokensAt) return 'asked';
    const nextToken = Date.parse(tokensAt) + ((1 - tokens) / (rate.posts / rate.seconds)) * 1000;
    return Math.abs(nextToken - Date.parse(restingUntil)) < same ? 'pace' : 'asked';
  };
  return { until: restingUntil, why: why() };
}

/**
 * Posts of the scope's workspace that fit `which` (over the aliases `p`, `i`, `c`), with all that decides whether they go
 * out, and how many there are in all.
 */
export async function watchedPosts(
  scope: Scope,
  { which, order, limit }: { which: SQL; order: SQL; limit: number },
): Promise<{ count: number; posts: WatchedPost[] }> {
  const rows = await jsonRows<WatchedPost & { total: number; resting: Resting }>(
    scope.db,
    sql`select p.id as "id", p.item_id as "itemId", i.title as "title", i.kind as "kind",
        p.channel_id as "channelId", c.kind as "channelKind", c.name as "channelName", c.state as "channelState", ${restFields} as "resting",
        (p.content->>'part')::int as "part", p.state as "state", p.hold_reason as "holdReason",
        ${filesAwaited('p')} as "files",
        (select json_build_object('reason', h.reason, 'by', h.by) from holds h where h.id = case
          when p.state = 'held' then p.hold_id when p.state in ('scheduled', 'claimed') then ${sql.raw(holdOf('p', earliest('p')))} end) as "hold",
        exists (select from approvals a where a.revision_id = p.revision_id) as "approved",
        p.due_at as "dueAt", p.send_at as "sendAt", p.published_at as "publishedAt", p.remote_url as "remoteUrl",
        p.failure as "failure", p.advice as "advice", p.attempts as "attempts",
        (select json_build_object('number', a.number, 'startedAt', a.started_at, 'finishedAt', a.finished_at,
          'outcome', a.outcome, 'message', a.message, 'advice', a.advice)
          from attempts a where a.post_id = p.id and a.number = p.attempts) as "lastAttempt",
        p.claimed_by as "claimedBy", p.lease_until as "leaseUntil", count(*) over ()::int as "total"
      from posts p join items i on i.id = p.item_id join channels c on c.id = p.channel_id
      where p.workspace_id = ${scope.workspaceId} and ${which}
      order by ${order} limit ${limit}`,
  );
  return {
    count: rows[0]?.total ?? 0,
    posts: rows.map(({ total: _, resting, ...post }) => ({ ...post, channelRest: restOf(post.channelKind, resting) })),
  };
}
