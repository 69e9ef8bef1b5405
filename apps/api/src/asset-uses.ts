import type { AssetUse } from '@mobilise/contracts/asset-use';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { Asset } from '@mobilise/contracts/media';
import { type PostState, postStates } from '@mobilise/contracts/post-states';
import { idIn, showWithCover } from '@mobilise/db/rights';
import { shows } from '@mobilise/db/schema/shows';
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { filesAwaited } from './post-card.ts';
import type { Scope } from './scope.ts';

/** States of a post that is out, or is to go out. */
export const outOrToGo: readonly PostState[] = postStates.filter(
  (state) => !['draft', 'failed', 'cancelled', 'removed'].includes(state),
);

/** In a query: whether the post `p` is out or to go out with what was approved; one that waits for that is looked at before. */
const approvedToGo = sql`(p.state in ${[...outOrToGo]} and p.hold_reason is distinct from 'approval')`;

const named = sql.raw(idIn('used'));

/** In a query: the uploads that the posts of the workspace carry, as `asset_id` and `post_id`, each pair once; `which` narrows the uploads. */
export function carried({ workspaceId }: Scope, which: (assetId: SQL) => SQL): SQL {
  return sql`(
    select ra.asset_id, p.id as post_id from revision_assets ra join posts p on p.revision_id = ra.revision_id
    where p.workspace_id = ${workspaceId} and ${which(sql`ra.asset_id`)}
    union
    select ${named}, p.id from posts p, jsonb_path_query(p.content, '$.**.assetId') used
    where p.workspace_id = ${workspaceId} and ${which(named)})`;
}

/** In a query: the uploads that the series of the workspace carry, as `asset_id` and `item_id`; `which` narrows the uploads. */
function repeated({ workspaceId }: Scope, which: (assetId: SQL) => SQL): SQL {
  return sql`(
    select ${named} as asset_id, s.item_id from series s, jsonb_path_query(s.variants, '$.**.assetId') used
    where s.workspace_id = ${workspaceId} and ${which(named)})`;
}

/** In a query: the posts of episodes that have one of some uploads as the cover from their show, as `post_id` and `item_id`. */
function coveredBy({ workspaceId }: Scope, ids: readonly string[]): SQL {
  return sql`(
    select p.id as post_id, p.item_id from shows s join items i on i.show_id = s.id join posts p on p.item_id = i.id
    where s.workspace_id = ${workspaceId} and s.artwork_id in ${[...ids]} and exists (select from ${sql.raw(showWithCover('p.revision_id'))} cover))`;
}

/**
 * The items that use any of some uploads, also in posts and series alone, and their posts that carry one; items with something
 * that is out come first, as do those posts.
 * @param asCover whether an episode without a cover of its own uses that of its show: its files have it in them
 */
export async function usesOf(
  scope: Scope,
  assetIds: readonly string[],
  { asCover = false }: { asCover?: boolean } = {},
): Promise<AssetUse[]> {
  if (assetIds.length === 0) return [];
  const ids = [...assetIds];
  const covered = asCover ? coveredBy(scope, ids) : sql`(select null::uuid as post_id, null::uuid as item_id)`;
  const items = await scope.db.execute<{ id: string; title: string; kind: ItemKind; newest: boolean }>(sql`
    select i.id, i.title, i.kind, bool_or(used.newest) as newest
    from (
      select r.item_id, r.id = i.revision_id as newest
      from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
      where ra.asset_id in ${ids}
      union all
      select p.item_id, false from ${carried(scope, (id) => sql`${id} in ${ids}`)} c join posts p on p.id = c.post_id
      union all
      select item_id, false from ${repeated(scope, (id) => sql`${id} in ${ids}`)} r
      union all
      select item_id, true from ${covered} c
    ) used join items i on i.id = used.item_id
    where i.workspace_id = ${scope.workspaceId}
    group by i.id
    order by i.updated_at desc, i.id`);
  const posts = await scope.db.execute<AssetUse['posts'][number] & { itemId: string }>(sql`
    select distinct p.id, p.item_id as "itemId", c.name as channel, p.state, ${filesAwaited('p')} as files, p.remote_url as url,
      to_json(coalesce(p.published_at, p.due_at))#>>'{}' as at
    from (
      select post_id from ${carried(scope, (id) => sql`${id} in ${ids}`)} carried
      union
      select post_id from ${covered} covered
    ) used join posts p on p.id = used.post_id join channels c on c.id = p.channel_id`);
  const byItem = Map.groupBy(posts, ({ itemId }) => itemId);
  const uses = items.map((item) => ({
    itemId: item.id,
    title: item.title,
    kind: item.kind,
    newest: item.newest,
    posts: (byItem.get(item.id) ?? [])
      .sort((a, b) => liveFirst(a, b) || (b.at ?? '').localeCompare(a.at ?? ''))
      .map(({ itemId: _, ...post }) => ({ ...post, at: post.at && new Date(post.at).toISOString() })),
  }));
  return uses.sort(({ posts: [a] }, { posts: [b] }) => liveFirst(a, b));
}

function liveFirst(a?: { state: string }, b?: { state: string }): number {
  return Number(b?.state === 'published') - Number(a?.state === 'published');
}

/**
 * Some uploads, all of the workspace that have the same bytes as one of them, and all that was made of those: what people take back
 * counts for each.
 */
export async function withEqual(scope: Scope, assetIds: readonly string[]): Promise<string[]> {
  if (assetIds.length === 0) return [];
  const rows = await scope.db.execute<{ id: string }>(sql`
    with named as (select sha256 from assets where workspace_id = ${scope.workspaceId} and id in ${[...assetIds]})
    select a.id from named join assets a on a.sha256 = named.sha256 where a.workspace_id = ${scope.workspaceId}
    union
    select a.id from named join asset_sources made on made.sha256 = named.sha256 join assets a on a.id = made.asset_id
    where a.workspace_id = ${scope.workspaceId}`);
  return rows.map(({ id }) => id);
}

/** The shows that any of some uploads is artwork, intro or outro of. */
export async function showsWith(scope: Scope, assetIds: readonly string[]): Promise<{ id: string; title: string }[]> {
  if (assetIds.length === 0) return [];
  const ids = [...assetIds];
  return scope.db
    .select({ id: shows.id, title: shows.title })
    .from(shows)
    .where(
      and(
        eq(shows.workspaceId, scope.workspaceId),
        or(inArray(shows.artworkId, ids), inArray(shows.introId, ids), inArray(shows.outroId, ids)),
      ),
    )
    .orderBy(asc(shows.title));
}

/**
 * How many items use each of some uploads, in any revision, post or series, how many posts that are out or to go out carry it, and how
 * many shows; and whether any of that is approved, so that its crops do not change unseen.
 */
export async function countUses(scope: Scope, assetIds: readonly string[]): Promise<Map<string, Asset['used']>> {
  if (assetIds.length === 0) return new Map();
  const ids = [...assetIds];
  const rows = await scope.db.execute<{ id: string } & NonNullable<Asset['used']>>(sql`
    select asset_id as id, count(distinct item_id)::int as items, count(distinct post_id)::int as posts,
      count(distinct show_id)::int as shows, coalesce(bool_or(approved), false) as approved
    from (
      select ra.asset_id, r.item_id, null::uuid as post_id, null::uuid as show_id,
        exists (select from approvals a join items i on i.revision_id = a.revision_id where a.revision_id = r.id) as approved
      from revision_assets ra join revisions r on r.id = ra.revision_id
      where ra.asset_id in ${ids}
      union all
      select c.asset_id, p.item_id, case when p.state in ${[...outOrToGo]} then p.id end, null, ${approvedToGo}
      from ${carried(scope, (id) => sql`${id} in ${ids}`)} c join posts p on p.id = c.post_id
      union all
      select asset_id, item_id, null, null, false from ${repeated(scope, (id) => sql`${id} in ${ids}`)} r
      union all
      select carried.asset_id, null, null, s.id, carried.asset_id = s.artwork_id and exists (
        select from items i join posts p on p.item_id = i.id where i.show_id = s.id and ${approvedToGo})
      from shows s cross join lateral unnest(array[s.artwork_id, s.intro_id, s.outro_id]) carried(asset_id)
      where s.workspace_id = ${scope.workspaceId} and carried.asset_id in ${ids}
    ) used
    group by asset_id`);
  return new Map(rows.map(({ id, ...used }) => [id, used]));
}
