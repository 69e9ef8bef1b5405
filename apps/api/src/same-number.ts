import type { SameNumber } from '@mobilise/contracts/same-number';
import { items, revisions } from '@mobilise/db/schema/items';
import { sql } from 'drizzle-orm';

/** In a select of an item with its newest revision: another full episode of its show with the same season and number. */
export const sameNumber = sql<SameNumber>`(
  select jsonb_build_object('id', other.id, 'title', other.title)
  from ${items} other join ${revisions} r on r.id = other.revision_id
  where other.show_id = ${items.showId} and other.id <> ${items.id} and other.archived_at is null
    and r.episode_type = 'full' and ${revisions.episodeType} = 'full'
    and r.episode = ${revisions.episode} and r.season is not distinct from ${revisions.season}
  order by other.id limit 1
)`;
