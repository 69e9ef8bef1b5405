/**
 * SQL: the path below `/news/` of the newsroom page of the item `i`, or null while it has none. It has one from when it is scheduled, so
 * that what goes out at the same moment can link to it, until it is taken down.
 */
export const pageOfItem = (i: string): string =>
  `(select n.config->>'slug' from posts o join channels n on n.id = o.channel_id
    where o.item_id = ${i}.id and n.kind = 'newsroom' and o.state not in ('draft', 'cancelled', 'failed', 'removed')
    order by o.id limit 1) || '/' || ${i}.slug`;
