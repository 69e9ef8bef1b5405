import type { SameNumber } from '@mobilise/contracts/same-number';
import { items, revisions } from '@mobilise/db/schema/items';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** The full episodes of a show that are not archived, with season and number. */
export function fullEpisodes(showId: string | SQLWrapper): SQL {
  return sql`
    select i.id, i.title, r.season, r.episode from ${items} i join ${revisions} r on r.id = i.revision_id
    where i.show_id = ${showId} and i.archived_at is null and r.episode_type = 'full' and r.episode is not null`;
}

/** In a select of an item with its newest revision: another of these full episodes of its show with the same season and number. */
export function sameNumberAmong(episodes: SQL): SQL<SameNumber> {
  return sql<SameNumber>`(
    select jsonb_build_object('id', other.id, 'title', other.title) from ${episodes} other
    where other.id <> ${items.id} and ${revisions.episodeType} = 'full'
      and other.episode = ${revisions.episode} and other.season is not distinct from ${revisions.season}
    order by other.id limit 1
  )`;
}
