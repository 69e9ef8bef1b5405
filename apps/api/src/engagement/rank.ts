import { channelKindOf } from '@mobilise/contracts/channels';
import type { Metric, RankedPost, Reading, rankEngagement as rankRoute } from '@mobilise/contracts/engagement';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { channels } from '@mobilise/db/schema/channels';
import { readings } from '@mobilise/db/schema/engagement';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';
import { thumbOf } from '../thumbs.ts';
import { dayOf, type Period, readPeriod } from './period.ts';

type Query = RouteRequest<typeof rankRoute>['query'];
type Total = RouteResponse<typeof rankRoute>['total'];

/** What a platform counts the next part of a thread as, which is ours and nobody’s reaction. */
const answers: readonly Metric[] = ['replies', 'comments'];
const reactions: readonly Metric[] = ['likes', 'reposts', 'replies', 'quotes', 'comments'];

/** A post of a period with what was read of it. */
export interface Row extends Omit<RankedPost, 'score'> {
  channelName: string;
  /** The last value of each metric that could be read, by metric; without what our own next part counts for. */
  known: Partial<Record<Metric, number>>;
}

/**
 * The posts that were published on local dates of the workspace, what did most first, with totals, those of the period of
 * the same length before, and those of each day of publication. Problem `invalid_request` for a period over 366 days.
 */
export async function rankEngagement(scope: Scope, query: Query): Promise<RouteResponse<typeof rankRoute>> {
  const { present, before } = await readPeriod(scope, query);
  const rows = await readRows(scope, present, query);
  const days: Row[][] = present.dates.map(() => []);
  for (const row of rows) days[dayOf(present, row.publishedAt)]?.push(row);
  return {
    posts: ranked(rows),
    total: totalOf(rows),
    before: totalOf(await readRows(scope, before, query)),
    byDay: present.dates.map((date, day) => ({ date, ...totalOf(days[day] ?? []) })),
  };
}

/** The posts with their scores, the highest first; those of which nothing was read come last. */
function ranked(rows: Row[]): RankedPost[] {
  return rows
    .map(({ known: _known, channelName: _name, ...row }, index) => ({ ...row, score: scoreOf(rows[index] as Row) }))
    .sort((a, b) => (b.score ?? -1) - (a.score ?? -1) || b.publishedAt.localeCompare(a.publishedAt));
}

/** Readers where the channel counts them, else all reactions; null when nothing was read, which is not zero. */
export function scoreOf({ channelKind, known }: Row): number | null {
  return channelKindOf(channelKind).metrics.includes('readers')
    ? (known.readers ?? null)
    : sum(reactions.map((metric) => known[metric]));
}

function totalOf(rows: Row[]): Total {
  return {
    posts: rows.length,
    readers: sum(rows.map(({ known }) => known.readers)),
    reactions: sum(rows.flatMap(({ known }) => reactions.map((metric) => known[metric]))),
  };
}

function sum(values: (number | undefined)[]): number | null {
  const read = values.filter((value) => value !== undefined);
  return read.length === 0 ? null : read.reduce((total, value) => total + value, 0);
}

/** What was published in a period, with the latest reading of each metric, whatever it says. */
export async function readRows(
  scope: Scope,
  { bounds }: Period,
  query: Pick<Query, 'channel' | 'kind'>,
): Promise<Row[]> {
  const instant = (at: number | undefined) => new Date(at ?? 0).toISOString();
  const which = and(
    eq(posts.workspaceId, scope.workspaceId),
    // What was taken down did what it did while it was out.
    inArray(posts.state, ['published', 'removed']),
    sql`${posts.publishedAt} >= ${instant(bounds[0])}::timestamptz`,
    sql`${posts.publishedAt} < ${instant(bounds.at(-1))}::timestamptz`,
    query.channel ? eq(posts.channelId, query.channel) : undefined,
    query.kind ? eq(items.kind, query.kind) : undefined,
  );
  // One read that failed does not undo what was known: `known` is the last value that could be read.
  const rows = await jsonRows<
    Omit<Row, 'known' | 'latest'> & { continued: boolean; latest: (Reading & { known: number | null })[] }
  >(
    scope.db,
    sql`select ${posts.id} as "postId", ${posts.itemId} as "itemId", ${items.title} as "title", ${items.kind} as "kind",
      ${posts.channelId} as "channelId", ${channels.kind} as "channelKind", ${channels.name} as "channelName",
      ${posts.publishedAt} as "publishedAt", ${thumbOf(items.thumbAssetId)} as "thumb", case when ${posts.state} = 'published' then ${posts.remoteUrl} end as "remoteUrl",
      ${posts.content} ? 'thread' and exists (select from ${posts} o where o.item_id = ${posts.itemId} and o.channel_id = ${posts.channelId}
        and o.state = 'published' and o.content ? 'part' and o.content->>'replyTo' = ${posts.id}::text) as "continued",
      (select coalesce(json_agg(l), '[]') from (
        select distinct on (r.metric) r.metric as "metric", r.value as "value", r.status as "status", r.observed_at as "observedAt", r.message as "message",
          case r.status when 'ok' then r.value when 'error' then (
            select k.value from ${readings} k where k.post_id = r.post_id and k.metric = r.metric and k.status = 'ok'
            order by k.observed_at desc nulls last, k.id desc limit 1) end as "known"
        from ${readings} r where r.post_id = ${posts.id} order by r.metric, r.observed_at desc nulls last, r.id desc
      ) l) as "latest"
      from ${posts} join ${items} on ${items.id} = ${posts.itemId} join ${channels} on ${channels.id} = ${posts.channelId}
      where ${which} order by ${posts.publishedAt} desc, ${posts.id}`,
  );
  return rows.map(({ continued, ...row }) => ({
    ...row,
    latest: row.latest.map(({ known: _known, ...reading }) => reading),
    known: Object.fromEntries(
      row.latest.flatMap(({ metric, known }) => {
        if (known === null) return [];
        return [[metric, continued && answers.includes(metric) ? Math.max(0, known - 1) : known]];
      }),
    ),
  }));
}
