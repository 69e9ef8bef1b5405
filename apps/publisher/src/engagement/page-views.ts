import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { ownFigures } from './own-figures.ts';

/** Any number, the same in every publisher: only one of them does this at a time. */
const lock = 4400_0001;

/**
 * Appends a reading for every newsroom post whose page views or downloads changed since its last one, so that the first chart appears
 * within a minute. Beside the schedule, which reads quiet posts too. Only yesterday's and today's counters can have changed.
 */
export async function readPageViews({ sql }: Publisher): Promise<number> {
  return sql.begin(async (tx) => {
    const [mine] = await tx<{ locked: boolean }[]>`select pg_try_advisory_xact_lock(${lock}) as locked`;
    if (!mine?.locked) return 0;
    const rows = await tx`
      with visited as (
        select v.post_id from page_views v where v.day >= (statement_timestamp() at time zone 'UTC')::date - 1
        union select d.post_id from downloads d where d.day >= (statement_timestamp() at time zone 'UTC')::date - 1
      ), values_now as (
        select v.post_id, m.metric, m.value from visited v cross join lateral (${ownFigures(tx, 'v.post_id')}) as m(metric, value)
      ), changed as (
        select n.* from values_now n
        where n.value is distinct from (
          select r.value from readings r where r.post_id = n.post_id and r.metric = n.metric and r.status = 'ok' order by r.observed_at desc limit 1
        )
      ), appended as (
        insert into readings (post_id, metric, value, status, source)
        select n.post_id, n.metric, n.value, 'ok', 'newsroom' from values_now n where n.post_id in (select post_id from changed) order by n.post_id, n.metric
        returning post_id
      ), told as (
        select distinct p.id, p.workspace_id from appended a join posts p on p.id = a.post_id
      )
      select id, ${announced(tx, 'engagement', 'told')} from told`;
    return rows.length;
  });
}
