import type { Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { consentEnded, endedConsents, rightsEnded } from '@mobilise/db/rights';
import { users } from '@mobilise/db/schema/auth';
import { assetSources, assets, renditions } from '@mobilise/db/schema/media';
import { and, asc, desc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { countUses } from '../asset-uses.ts';
import { actorOf } from '../deeds.ts';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { mediaUrl } from '../thumbs.ts';

/** An upload and its renditions, from the library or the bin. Problem `not_found`. */
export async function getAsset(scope: Scope, id: string): Promise<Asset> {
  const [asset] = await shown(scope, eq(assets.id, id), 1);
  if (!asset) throw noAsset();
  return asset;
}

/** Uploads of the workspace as they are told, the newest first; `isCounted`: with where they are used. */
export async function shown(scope: Scope, which: SQL | undefined, limit: number, isCounted = true): Promise<Asset[]> {
  const { words: _, ...columns } = getTableColumns(assets);
  const rows = await scope.db
    .select({
      asset: columns,
      createdBy: sql<
        string | null
      >`coalesce(${users.name}, ${actorOf({ workspaceId: assets.workspaceId, id: assets.id, at: assets.createdAt })})`,
    })
    .from(assets)
    .leftJoin(users, eq(users.id, assets.createdBy))
    .where(and(eq(assets.workspaceId, scope.workspaceId), which))
    .orderBy(desc(assets.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ asset }) => asset.id);
  const replaced = rows.flatMap(({ asset }) => (asset.replacedBy ? [asset.id] : []));
  const made = await renditionsOf(scope, ids);
  const uses = isCounted ? await countUses(scope, ids) : null;
  const people = await consentsOf(scope, ids);
  const newest = await newestOf(scope, replaced);
  const twins = await twinsOf(scope, ids);
  const sources = await sourcesOf(scope, ids);
  return rows.map(({ asset, createdBy }) => {
    const files = (made.get(asset.id) ?? []).map(({ purpose, format, width, height, duration, bytes, sha256 }) => ({
      ...{ purpose, format, width, height, duration, bytes },
      url: mediaUrl({ sha256, format }),
    }));
    const { workspaceId, sha256, madeBy, ...told } = asset;
    return {
      ...told,
      thumb: files.find(({ purpose }) => purpose === 'thumb')?.url ?? null,
      renditions: files,
      replacedBy: newest.get(asset.id) ?? null,
      sameAs: twins.get(asset.id) ?? null,
      madeFrom: (sources.get(asset.id) ?? []).map(({ id, filename, rightsUntil }) => ({ id, filename, rightsUntil })),
      deletedAt: asset.deletedAt?.toISOString() ?? null,
      used: uses && (uses.get(asset.id) ?? { items: 0, posts: 0, shows: 0, approved: false }),
      consents: (people.get(asset.id) ?? []).map(({ id, person, ended }) => ({ id, person, ended })),
      createdAt: asset.createdAt.toISOString(),
      createdBy: createdBy ?? 'An API key',
    };
  });
}

type File = Pick<
  typeof renditions.$inferSelect,
  'purpose' | 'format' | 'width' | 'height' | 'duration' | 'bytes' | 'sha256'
>;

async function renditionsOf(scope: Scope, assetIds: string[]): Promise<Map<string, File[]>> {
  const rows = await scope.db
    .select({
      assetId: renditions.assetId,
      purpose: renditions.purpose,
      format: renditions.format,
      width: renditions.width,
      height: renditions.height,
      duration: renditions.duration,
      bytes: renditions.bytes,
      sha256: renditions.sha256,
    })
    .from(renditions)
    .where(inArray(renditions.assetId, assetIds))
    .orderBy(asc(renditions.purpose), asc(renditions.format), asc(renditions.width));
  return Map.groupBy(rows, ({ assetId }) => assetId);
}

/** The consents about each of some uploads, or what it was made of, and those about equal ones that keep it from being used. */
async function consentsOf(scope: Scope, assetIds: string[]) {
  const today = `'${await todayOf(scope)}'::date`;
  const rows = await scope.db.execute<{ assetId: string; id: string; person: string; ended: boolean }>(sql`
    select "assetId", id, person, bool_or(ended) as ended from (
      select a.id as "assetId", c.id, c.person, ${sql.raw(consentEnded('c', 'ca.sha256', 'a', today))} as ended
      from assets a cross join lateral (
          select consent_id, sha256 from consent_assets where asset_id = a.id
          union
          select about.consent_id, about.sha256 from asset_sources made join consent_assets about on about.sha256 = made.sha256
          where made.asset_id = a.id
        ) ca join consents c on c.id = ca.consent_id
      where a.id in ${assetIds} and c.workspace_id = ${scope.workspaceId}
      union
      select a.id, ended.id, ended.person, true from assets a cross join lateral ${sql.raw(endedConsents('a', today))} ended
      where a.id in ${assetIds}) told
    group by "assetId", id, person
    order by person, id`);
  return Map.groupBy(rows, ({ assetId }) => assetId);
}

/** What each of some uploads was replaced by in the end; one that went into the bin replaces nothing. */
async function newestOf(scope: Scope, assetIds: string[]): Promise<Map<string, string>> {
  if (assetIds.length === 0) return new Map();
  const rows = await scope.db.execute<{ old: string; newest: string }>(sql`
    with recursive chain (old, newest, step) as (
      select id, replaced_by, 1 from assets where id in ${assetIds}
      union all
      select chain.old, a.replaced_by, chain.step + 1 from chain join assets a on a.id = chain.newest and a.deleted_at is null
      where a.replaced_by is not null
    )
    select distinct on (old) old, newest from chain join assets a on a.id = chain.newest
    where a.workspace_id = ${scope.workspaceId} and a.deleted_at is null
    order by old, step desc`);
  return new Map(rows.map(({ old, newest }) => [old, newest]));
}

/** Another upload of the library that has the same bytes as each of some: one that may not be used any more, or the oldest. */
async function twinsOf(scope: Scope, assetIds: string[]): Promise<Map<string, NonNullable<Asset['sameAs']>>> {
  const today = `'${await todayOf(scope)}'::date`;
  const hasEnded = sql.raw(rightsEnded('twin', today));
  const rows = await scope.db.execute<{ of: string } & NonNullable<Asset['sameAs']>>(sql`
    select distinct on (a.id) a.id as of, twin.id, twin.filename, ${hasEnded} as "hasEnded"
    from assets a join assets twin on twin.sha256 = a.sha256 and twin.id <> a.id
    where a.id in ${assetIds} and twin.workspace_id = ${scope.workspaceId} and twin.deleted_at is null
    order by a.id, ${hasEnded} desc, twin.id`);
  return new Map(rows.map(({ of, ...twin }) => [of, twin]));
}

/** What each of some uploads was made of by us, as far as it is still there. */
async function sourcesOf(scope: Scope, assetIds: string[]) {
  const { id, filename, rightsUntil } = assets;
  const rows = await scope.db
    .select({ assetId: assetSources.assetId, id, filename, rightsUntil })
    .from(assetSources)
    .innerJoin(assets, eq(assets.id, assetSources.sourceId))
    .where(and(eq(assets.workspaceId, scope.workspaceId), inArray(assetSources.assetId, assetIds)))
    .orderBy(asc(filename), asc(id));
  return Map.groupBy(rows, ({ assetId }) => assetId);
}

export function noAsset(): Problem {
  return new Problem('not_found', 'There is no such upload in this workspace.');
}
