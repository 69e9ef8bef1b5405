import { Problem } from '@mobilise/contracts/problems';
import {
  type Occurrence,
  occurrence as occurrenceContract,
  type Series,
  type SeriesWithOccurrences,
} from '@mobilise/contracts/series';
import { follows, planTexts } from '@mobilise/db/materialise';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { cardFields, cardRows, cardTables, jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';
import { holdField } from './read.ts';

/** Occurrences that a series is shown with: two months of every day, and as many that were. */
const shown = 120;

/** The series of the workspace: those that go on first, then by the titles of their items. */
export async function listSeries(scope: Scope): Promise<{ data: Series[] }> {
  return { data: await select(scope) };
}

/** A series, with its occurrences by date. Problem `not_found`. */
export async function getSeries(scope: Scope, id: string): Promise<SeriesWithOccurrences> {
  const [found] = await select(scope, eq(series.id, id));
  const [row] = await scope.db.select().from(series).where(eq(series.id, id));
  if (!found || !row) throw noSeries();
  const rows = await cardRows<Occurrence & Parameters<typeof follows>[1]>(
    scope.db,
    sql`select ${cardFields}, ${holdField}, ${posts.occurrence} as "occurrence", ${posts.content} as "content", 0 as "attempts"
      from ${cardTables} where ${posts.seriesId} = ${id} order by ${posts.occurrence} desc limit ${shown}`,
  );
  const waits = ({ state }: Occurrence) => state === 'scheduled' || state === 'held' || state === 'draft';
  const plan = row.state === 'active' ? await planTexts(scope.db, row, found.channelKind, scope.now) : null;
  return {
    ...found,
    occurrences: rows
      .toReversed()
      .map((post) =>
        occurrenceContract.parse({ ...post, text: post.content.text, isOwn: waits(post) && !follows(row, post) }),
      ),
    textless: plan?.textless ?? [],
  };
}

export function noSeries(): Problem {
  return new Problem('not_found', 'There is no such series in this workspace.');
}

const order = sql`case ${series.state} when 'active' then 0 when 'paused' then 1 else 2 end`;

function select(scope: Scope, which?: SQL): Promise<Series[]> {
  const now = scope.now.toISOString();
  const waiting = sql`p.series_id = ${series.id} and p.state in ('scheduled', 'held') and p.due_at > ${now}::timestamptz`;
  return jsonRows<Series>(
    scope.db,
    sql`select ${series.id} as "id", ${series.itemId} as "itemId", ${items.title} as "title", ${items.kind} as "kind",
      ${series.channelId} as "channelId", ${channels.kind} as "channelKind", ${channels.name} as "channelName",
      ${series.state} as "state", ${series.variants} as "variants", ${series.wordsApproved} as "wordsApproved",
      ${series.rule} as "rule", ${series.startsOn} as "startsOn", ${series.time} as "time", ${series.zone} as "zone",
      ${series.twice} as "twice", ${series.grace} as "grace", ${series.override} as "override", ${series.version} as "version",
      (select json_build_object('postId', p.id, 'dueAt', p.due_at, 'wallTime', p.wall_time)
        from posts p where ${waiting} order by p.due_at limit 1) as "next",
      (select count(*)::int from posts p where ${waiting}) as "coming"
      from ${series} join ${items} on ${items.id} = ${series.itemId} join ${channels} on ${channels.id} = ${series.channelId}
      where ${and(eq(series.workspaceId, scope.workspaceId), which)} order by ${order}, ${items.title}, ${series.id}`,
  );
}
