import type { Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { users } from '@mobilise/db/schema/auth';
import { assets, renditions } from '@mobilise/db/schema/media';
import { and, asc, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm';
import { fromCursor, toPage } from '../cursor.ts';
import type { Scope } from '../scope.ts';
import { mediaUrl } from '../thumbs.ts';

type AssetRow = typeof assets.$inferSelect;
type RenditionRow = typeof renditions.$inferSelect;

/** Uploads of the workspace, newest first; `search` looks into file names and alternative texts. */
export async function listAssets(scope: Scope, query: { cursor?: string | undefined; limit: number; search?: string | undefined }) {
  const before = fromCursor(query.cursor, 1);
  const pattern = query.search && `%${query.search.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await select(scope)
    .where(
      and(
        eq(assets.workspaceId, scope.workspaceId),
        pattern ? or(ilike(assets.filename, pattern), ilike(assets.alt, pattern)) : undefined,
        before ? lt(assets.id, before[0] ?? '') : undefined,
      ),
    )
    .orderBy(desc(assets.id))
    .limit(query.limit + 1);
  const made = await renditionsOf(scope, rows.map(({ asset }) => asset.id));
  return toPage(rows, query.limit, ({ asset }) => [asset.id], ({ asset, by }) => show(asset, by, made.get(asset.id) ?? []));
}

/** An upload and its renditions. */
export async function getAsset(scope: Scope, id: string): Promise<Asset> {
  const [row] = await select(scope).where(and(eq(assets.id, id), eq(assets.workspaceId, scope.workspaceId)));
  if (!row) throw noAsset();
  const made = await renditionsOf(scope, [id]);
  return show(row.asset, row.by, made.get(id) ?? []);
}

export function noAsset(): Problem {
  return new Problem('not_found', 'There is no such upload. It may have been removed.');
}

function select(scope: Scope) {
  return scope.db.select({ asset: assets, by: users.name }).from(assets).leftJoin(users, eq(users.id, assets.createdBy)).$dynamic();
}

async function renditionsOf(scope: Scope, ids: string[]): Promise<Map<string, RenditionRow[]>> {
  if (ids.length === 0) return new Map();
  const rows = await scope.db.select().from(renditions).where(inArray(renditions.assetId, ids)).orderBy(asc(renditions.purpose), asc(renditions.width));
  return Map.groupBy(rows, ({ assetId }) => assetId);
}

function show(asset: AssetRow, by: string | null, made: RenditionRow[]): Asset {
  const { id, kind, filename, mime, bytes, width, height, alt, focalPoint, thumbhash, state, failure, version } = asset;
  const shown = made.map(({ purpose, format, width, height, bytes, sha256 }) => ({ purpose, format, width, height, bytes, url: mediaUrl({ sha256, format }) }));
  return {
    id, kind, filename, mime, bytes, width, height, alt, focalPoint, thumbhash, state, failure, version,
    thumb: shown.findLast(({ purpose }) => purpose === 'thumb')?.url ?? null,
    renditions: shown,
    createdAt: asset.createdAt.toISOString(),
    createdBy: by ?? 'An API key, or somebody who has left',
  };
}
