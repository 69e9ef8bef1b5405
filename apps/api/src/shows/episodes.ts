import { id as idField, instant } from '@mobilise/contracts/fields';
import type { RouteRequest } from '@mobilise/contracts/route';
import type { EpisodeSummary, listEpisodes as listRoute } from '@mobilise/contracts/shows';
import { items, revisions } from '@mobilise/db/schema/items';
import { shows } from '@mobilise/db/schema/shows';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { countedAs } from '../post-card.ts';
import { fullEpisodes, sameNumberAmong } from '../same-number.ts';
import type { Scope } from '../scope.ts';
import { thumbOf } from '../thumbs.ts';
import { hasFile } from './in-feed.ts';
import { noShow } from './read.ts';

/** When it is in the feed, to the microsecond; later than all others while it has no time. */
const sortKey = z.tuple([instant.or(z.literal('infinity')), idField]);

/** SQL: whether the revision `r` that a `post` shows is in the feed, or what that awaits. */
const standing = sql`case
  when post.state is null then null
  when post.state = 'published' and ${hasFile(sql`r.id`)} then 'in'
  when r.content->>'audio' is null then 'audio'
  when r.files = 'failed' then 'failed'
  when r.files = 'wanted' or post.state = 'published' then 'files'
  when post.state = 'held' then 'held'
  else 'planned' end`;

/** A page of a show's episodes that are not archived: first those without a time, then the latest. Problem `not_found`. */
export async function listEpisodes(
  scope: Scope,
  showId: string,
  { cursor, limit }: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: EpisodeSummary[]; next: string | null }> {
  const { db, workspaceId } = scope;
  const [show] = await db
    .select({ channelId: shows.channelId })
    .from(shows)
    .where(and(eq(shows.workspaceId, workspaceId), eq(shows.id, showId)));
  if (!show) return noShow();
  const key = fromCursor(cursor, sortKey);
  const rows = await db.execute<Omit<EpisodeSummary, 'at'> & { key: string }>(sql`
    with episodes as (
      select i.id, coalesce(post.at, 'infinity') as at, ${standing} as feed, coalesce(r.id, i.revision_id) as heard
      from items i left join lateral (
        select p.state, p.revision_id,
          case when p.state <> 'held' or p.due_at > now() then coalesce(p.published_at, p.due_at) end as at
        from posts p
        where p.item_id = i.id and p.channel_id = ${show.channelId}
          and p.state in ('published', 'scheduled', 'claimed', 'sending', 'held')
        order by p.published_at desc nulls last, p.state = 'held', p.due_at, p.id desc limit 1
      ) post on true left join revisions r on r.id = post.revision_id
      where i.workspace_id = ${workspaceId} and i.show_id = ${showId} and i.archived_at is null
    ), numbered as materialized (${fullEpisodes(showId)})
    select e.id, items.title, to_json(e.at)#>>'{}' as key, ${thumbOf(items.thumbAssetId)} as thumb, e.feed,
      ${revisions.episodeType} as type, ${revisions.season}, ${revisions.episode} as number,
      ${sameNumberAmong(sql`numbered`)} as "sameNumber",
      coalesce(
        (select max(f.duration) from revision_files f where f.revision_id = heard.id and f.purpose = 'episode'),
        (heard.content#>>'{audio,trim,end}')::int - (heard.content#>>'{audio,trim,start}')::int,
        (select a.duration from assets a where a.workspace_id = ${workspaceId} and a.id = (heard.content#>>'{audio,assetId}')::uuid)
      ) as duration,
      exists (select from approvals a where a.revision_id = ${revisions.id}) as approved,
      (select coalesce(jsonb_object_agg(counted.state, counted.count), '{}') from (
        select ${countedAs()} as state, count(*)::int from posts where item_id = e.id group by 1
      ) counted) as posts,
      (select coalesce(sum(d.downloads), 0)::int from downloads d join posts p on p.id = d.post_id where p.item_id = e.id) as downloads
    from episodes e join items on items.id = e.id join ${revisions} on ${revisions.id} = ${items.revisionId}
    join revisions heard on heard.id = e.heard
    ${key ? sql`where (e.at, e.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)` : sql``}
    order by e.at desc, e.id desc
    limit ${limit + 1}`);
  return toPage(
    [...rows],
    limit,
    ({ key, id }) => [key, id],
    ({ key, ...row }) => ({ ...row, at: key === 'infinity' ? null : new Date(key).toISOString() }),
  );
}
