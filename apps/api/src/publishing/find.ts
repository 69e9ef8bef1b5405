import type { findPublishing as findRoute } from '@mobilise/contracts/publishing';
import { publisherSilence } from '@mobilise/contracts/publishing';
import type { RouteResponse } from '@mobilise/contracts/route';
import { sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';
import { watchedPosts } from './watched.ts';

/** Posts in one answer: who looks for one post names it better when there are more. */
const most = 10;

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * The posts that somebody may mean: by an id, also as the end of an address of the desk; by an address they were published
 * at, or are at since their site moved; or by a part of their title. What is not out comes first, then what is nearest to now.
 */
export async function findPublishing(scope: Scope, search: string): Promise<RouteResponse<typeof findRoute>> {
  const [state] = await jsonRows<{ now: string; publishersLive: boolean }>(
    scope.db,
    sql`select statement_timestamp() as "now", exists (
      select from publishers where seen_at > statement_timestamp() - make_interval(secs => ${publisherSilence})) as "publishersLive"`,
  );
  if (!state) throw new Error('A select without a table answered no row');
  const named = search.match(uuid)?.at(-1);
  const { posts } = await watchedPosts(scope, {
    which: named
      ? sql`(p.id = ${named}::uuid or p.item_id = ${named}::uuid)`
      : sql`(${holds(sql`i.title`, search)} or p.remote_url = ${search}
        or (c.kind = 'newsroom' and p.remote_url is not null and ${search} like '%/news/' || (c.config->>'slug') || '/' || i.slug))`,
    order: sql`p.state in ('published', 'cancelled', 'draft'), p.state = 'draft',
      abs(extract(epoch from coalesce(p.published_at, p.send_at, p.updated_at) - statement_timestamp()))`,
    limit: most,
  });
  return { ...state, data: posts };
}
