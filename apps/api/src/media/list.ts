import { id as idField } from '@mobilise/contracts/fields';
import type { Asset, FoundAsset, listAssets as listRoute } from '@mobilise/contracts/media';
import type { RouteRequest } from '@mobilise/contracts/route';
import { rightsEnded } from '@mobilise/db/rights';
import { items, revisions } from '@mobilise/db/schema/items';
import { assets } from '@mobilise/db/schema/media';
import { and, eq, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { around, holds } from '../search.ts';
import { shown } from './read.ts';

type Query = RouteRequest<typeof listRoute>['query'];
const sortKey = z.tuple([idField]);
/** Days ahead in which rights count as ending. */
const endingDays = 30;

/**
 * A page of uploads, the newest first; `search` looks at file names, at all that is written about them, and at the words of recordings:
 * those that were written down by a program, and those of the items that they are the recording of.
 */
export async function listAssets(scope: Scope, query: Query): Promise<{ data: FoundAsset[]; next: string | null }> {
  const words = query.search?.trim();
  const [last] = fromCursor(query.cursor, sortKey) ?? [];
  const which = and(
    query.bin ? isNotNull(assets.deletedAt) : isNull(assets.deletedAt),
    query.replaced || query.bin ? undefined : notReplaced,
    query.failed ? undefined : ne(assets.state, 'failed'),
    words ? found(scope, words) : undefined,
    query.kind && eq(assets.kind, query.kind),
    query.person === undefined ? undefined : eq(assets.createdBy, query.person),
    query.campaign ? inCampaign(scope, query.campaign) : undefined,
    query.used && (query.used === 'yes' ? isUsed(scope) : sql`not ${isUsed(scope)}`),
    query.rights && endsBy(query.rights, await todayOf(scope)),
    last === undefined ? undefined : lt(assets.id, last),
  );
  const rows = await shown(scope, which, query.limit + 1, query.counts);
  const said = words ? await saidIn(scope, rows, words) : new Map<string, string>();
  return toPage(
    rows,
    query.limit,
    ({ id }) => [id],
    (asset) => ({ ...asset, said: said.get(asset.id) ?? null }),
  );
}

/** What replaced it may have gone into the bin since. */
const notReplaced = sql`not exists (
  select from assets newer where newer.id = ${assets.replacedBy} and newer.deleted_at is null)`;

function found({ workspaceId }: Scope, words: string): SQL | undefined {
  return or(
    ...[assets.filename, assets.alt, assets.longDescription, assets.credit, assets.words].map((text) =>
      holds(text, words),
    ),
    sql`exists (
      select from consents c join consent_assets ca on ca.consent_id = c.id
      where c.workspace_id = ${workspaceId} and ${holds(sql`c.person`, words)} and (ca.asset_id = ${assets.id}
        or ca.sha256 in (select made.sha256 from asset_sources made where made.asset_id = ${assets.id})))`,
    sql`(${assets.kind} <> 'image' and ${assets.id} in (
      select used.asset_id ${recordingsOf(workspaceId)} and ${holds(revisions.words, words)}))`,
  );
}

/** Episodes and videos with their recordings, in which their words are said: not in an intro, which has many. */
const recordingsOf = (workspaceId: string) => sql`
  from revision_assets used join ${items} on ${items.revisionId} = used.revision_id join ${revisions} on ${revisions.id} = used.revision_id
  where ${items.workspaceId} = ${workspaceId} and ${items.kind} in ('episode', 'video')
    and used.asset_id::text in (${revisions.content} #>> '{audio,assetId}', ${revisions.content} #>> '{video,assetId}')`;

/** Where the words of recordings hold what was searched for, by the id of the upload. */
async function saidIn(scope: Scope, found: readonly Asset[], words: string): Promise<Map<string, string>> {
  const ids = found.flatMap(({ id, kind }) => (kind === 'image' ? [] : [id]));
  if (ids.length === 0) return new Map();
  const rows = await scope.db.execute<{ id: string; said: string }>(sql`
    select distinct on (id) id, said from (
      select ${assets.id} as id, ${around(assets.words, words)} as said from ${assets} where ${inArray(assets.id, ids)}
      union all
      select used.asset_id, ${around(revisions.words, words)} ${recordingsOf(scope.workspaceId)} and used.asset_id in ${ids}
    ) found where said is not null order by id, said`);
  return new Map(rows.map(({ id, said }) => [id, said]));
}

function inCampaign({ workspaceId }: Scope, campaign: string): SQL {
  return sql`${assets.id} in (
    select ra.asset_id from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
    where i.workspace_id = ${workspaceId} and i.campaign_id = ${campaign})`;
}

/** Whether any revision, post, series or show of the workspace uses it. */
function isUsed({ workspaceId }: Scope): SQL {
  return sql`(exists (select from revision_assets ra where ra.asset_id = ${assets.id})
    or ${assets.id}::text in (
      select used #>> '{}' from posts p, jsonb_path_query(p.content, '$.**.assetId') used where p.workspace_id = ${workspaceId}
      union all
      select used #>> '{}' from series s, jsonb_path_query(s.variants, '$.**.assetId') used where s.workspace_id = ${workspaceId})
    or exists (
      select from shows s where s.workspace_id = ${workspaceId} and ${assets.id} in (s.artwork_id, s.intro_id, s.outro_id)))`;
}

function endsBy(rights: NonNullable<Query['rights']>, today: string): SQL {
  const ended = (day: string) => sql.raw(rightsEnded('assets', `'${day}'::date`));
  if (rights === 'ended') return ended(today);
  const soon = Temporal.PlainDate.from(today).add({ days: endingDays }).toString();
  return sql`(${ended(soon)} and not ${ended(today)})`;
}
