import type { Sql } from '@mobilise/db/connect';

/**
 * SQL: what our own site counted of the newsroom post whose id this is, as rows of metric and value, summed over days. Only an
 * episode has downloads; of anything else there is no such figure, which is not zero.
 */
export const ownFigures = (sql: Pick<Sql, 'unsafe'>, post: 'v.post_id' | 'p.id') =>
  sql.unsafe(`
    select m.metric, m.value
    from (select coalesce(sum(w.views), 0) as views, coalesce(sum(w.readers), 0) as readers from page_views w where w.post_id = ${post}) seen
    cross join lateral (values ('views', seen.views), ('readers', seen.readers)) as m(metric, value)
    union all
    select 'downloads', (select coalesce(sum(d.downloads), 0) from downloads d where d.post_id = ${post})
    from posts o join items i on i.id = o.item_id where o.id = ${post} and i.kind = 'episode'`);
