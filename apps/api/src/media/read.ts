import { id as idField } from '@mobilise/contracts/fields';
import type { Asset, listAssets as listRoute } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { users } from '@mobilise/db/schema/auth';
import { assets, renditions } from '@mobilise/db/schema/media';
import { and, asc, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { fromCursor, toPage } from '../cursor.ts';
import type { Scope } from '../scope.ts';
import { holds } from '../search.ts';
import { mediaUrl } from '../thumbs.ts';

const sortKey = z.tuple([idField]);

/** An upload and its renditions. Problem `not_found`. */
export async function getAsset(scope: Scope, id: string): Promise<Asset> {
  const [asset] = await shown(scope, eq(assets.id, id), 1);
  if (!asset) throw noAsset();
  return asset;
}

/** A page of uploads, the newest first; `search` looks at file names and alternative texts. */
export async function listAssets(
  scope: Scope,
  query: RouteRequest<typeof listRoute>['query'],
): Promise<{ data: Asset[]; next: string | null }> {
  const [last] = fromCursor(query.cursor, sortKey) ?? [];
  const words = query.search?.trim();
  const which = and(
    words ? or(holds(assets.filename, words), holds(assets.alt, words)) : undefined,
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

async function shown(scope: Scope, which: SQL | undefined, limit: number): Promise<Asset[]> {
  const rows = await scope.db
    .select({ asset: assets, createdBy: users.name })
    .from(assets)
    .leftJoin(users, eq(users.id, assets.createdBy))
    .where(and(eq(assets.workspaceId, scope.workspaceId), which))
    .orderBy(desc(assets.id))
    .limit(limit);
  const made = await renditionsOf(
    scope,
    rows.map(({ asset }) => asset.id),
  );
  return rows.map(({ asset, createdBy }) => {
    const files = (made.get(asset.id) ?? []).map(({ purpose, format, width, height, duration, bytes, sha256 }) => ({
      ...{ purpose, format, width, height, duration, bytes },
      url: mediaUrl({ sha256, format }),
    }));
    const { workspaceId, sha256, madeBy, deletedAt, ...told } = asset;
    return {
      ...told,
      thumb: files.find(({ purpose }) => purpose === 'thumb')?.url ?? null,
      renditions: files,
      deletedAt: deletedAt?.toISOString() ?? null,
      used: { items: 0, posts: 0 },
      consents: [],
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
  if (assetIds.length === 0) return new Map();
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

export function noAsset(): Problem {
  return new Problem('not_found', 'There is no such upload in this workspace.');
}
