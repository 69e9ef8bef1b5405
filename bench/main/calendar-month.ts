import { isDeepStrictEqual } from 'node:util';
import type { PostCard } from '@mobilise/contracts/posts';
import type { Sql } from '@mobilise/db/connect';
import { type Figure, note, short } from '../figure.ts';
import { median } from '../statistics.ts';
import { postsInMonth } from './seed.ts';
import type { BusyStage } from './stages.ts';

const warmUp = 60;
const rounds = 150;

/** Time of a month of 1,000 posts out of 100,000 through the API, over the time of the bare SQL for the same rows. */
export const calendarMonth: Figure<BusyStage> = {
  name: 'calendar_month_over_sql',
  unit: 'times',
  goal: '≤ 2',
  measure: async ({ desk, connection, seed: { month } }) => {
    const throughApi = () =>
      desk.api
        .call<{ data: PostCard[] }>('GET', `/calendar?from=${month.from}&to=${month.to}`)
        .then(({ data }) => data);
    const bare = () => bareMonth(connection.sql, desk.workspaceId, month);

    const [cards, rows] = [await throughApi(), await bare()];
    if (cards.length !== postsInMonth)
      throw new Error(`The month has ${cards.length} posts instead of ${postsInMonth}`);
    if (!isDeepStrictEqual(cards, rows.map(asCard))) throw new Error('The API and the bare SQL answer different posts');

    for (let round = 0; round < warmUp; round += 1) {
      await throughApi();
      await bare();
    }
    const times = { api: [] as number[], sql: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.sql.push(await timed(bare));
      times.api.push(await timed(throughApi));
    }
    note(`API ${short(median(times.api))} ms, bare SQL ${short(median(times.sql))} ms, medians of ${rounds}`);
    return median(times.api) / median(times.sql);
  },
};

interface Row extends Omit<PostCard, 'dueAt' | 'publishedAt'> {
  dueAt: string | null;
  publishedAt: string | null;
}

/** What one would write by hand for this and nothing else; a prepared statement, its rows as objects. */
function bareMonth(sql: Sql, workspaceId: string, { from, to }: { from: string; to: string }): Promise<Row[]> {
  return sql<Row[]>`
    select p.id, p.item_id as "itemId", i.title, i.kind, p.channel_id as "channelId", c.kind as "channelKind", p.state,
      p.hold_reason as "holdReason",
      (select 'failed' from revisions r where r.id = p.revision_id and r.files = 'failed') as files, p.wall_time as "wallTime", p.zone, p.due_at as "dueAt", p.published_at as "publishedAt",
      t.path as thumb, i.campaign_id as "campaignId", coalesce(i.assignee_id, p.created_by) as "personId", p.failure,
      (p.content->>'part')::int as part, p.version
    from posts p
    join items i on i.id = p.item_id
    join channels c on c.id = p.channel_id
    left join lateral (
      select '/media/' || r.sha256 || '.' || r.format as path from renditions r
      where r.asset_id = i.thumb_asset_id and r.purpose = 'thumb' order by r.width desc limit 1
    ) t on true
    where p.workspace_id = ${workspaceId} and p.wall_time between ${`${from}T00:00`} and ${`${to}T23:59`}
    order by p.wall_time, c.name, p.id`.then((rows) => [...rows]);
}

function asCard(row: Row): PostCard {
  const instant = (value: string | null) => value && new Date(value).toISOString();
  return { ...row, dueAt: instant(row.dueAt), publishedAt: instant(row.publishedAt) };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}
