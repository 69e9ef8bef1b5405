import { items, revisions } from '@mobilise/db/schema/items';
import { type SQL, sql } from 'drizzle-orm';

/** In a select: the season that the episodes of a show are in, or null where none has one; `show` is the show's id. */
export const seasonOf = (show: SQL): SQL<number | null> => sql<number | null>`(
  select max(r.season) from ${items} i join ${revisions} r on r.id = i.revision_id where i.show_id = ${show}
)`;

/** In a select: the number of a show's next full episode, within its present season where it has seasons. */
export const nextNumberOf = (show: SQL): SQL<number> => sql<number>`(
  select coalesce(max(r.episode), 0) + 1 from ${items} i join ${revisions} r on r.id = i.revision_id
  where i.show_id = ${show} and r.season is not distinct from ${seasonOf(show)}
)`;
