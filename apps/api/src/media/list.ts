import { id as idField } from '@mobilise/contracts/fields';
import type { Asset, listAssets as listRoute } from '@mobilise/contracts/media';
import type { RouteRequest } from '@mobilise/contracts/route';
import { rightsEnded } from '@mobilise/db/rights';
import { assets } from '@mobilise/db/schema/media';
import { and, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';
import { shown } from './read.ts';

type Query = RouteRequest<typeof listRoute>['query'];
const sortKey = z.tuple([idField]);
/** Days ahead in which rights count as ending. */
const endingDays = 30;

/** A page of uploads, the newest first; `search` looks at file names and at all that is written about them. */
export async function listAssets(scope: Scope, query: Query): Promise<{ data: Asset[]; next: string | null }> {
  const [last] = fromCursor(query.cursor, sortKey) ?? [];
  const which = and(
    query.bin ? isNotNull(assets.deletedAt) : isNull(assets.deletedAt),
    query.replaced || query.bin ? undefined : notReplaced,
    found(query.search?.trim()),
    query.kind && eq(assets.kind, query.kind),
    query.person === undefined ? undefined : eq(assets.createdBy, query.person),
    query.campaign ? inCampaign(scope, query.campaign) : undefined,
    query.used && (query.used === 'yes' ? isUsed(scope) : sql`not ${isUsed(scope)}`),
    query.rights && endsBy(query.rights, await todayOf(scope)),
    last === undefined ? undefined : lt(assets.id, last),
  );
  const rows = await shown(scope, which, query.limit + 1);
  return toPage(
    rows,
    query.limit,
    ({ id }) => [id],
    (asset) => asset,
  );
}

/** What replaced it may have gone into the bin since. */
const notReplaced = sql`not exists (
  select from assets newer where newer.id = ${assets.replacedBy} and newer.deleted_at is null)`;

function found(words: string | undefined): SQL | undefined {
  if (!words) return undefined;
  return or(...[assets.filename, assets.alt, assets.longDescription, assets.credit].map((text) => holds(text, words)));
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
