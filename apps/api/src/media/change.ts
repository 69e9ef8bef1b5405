import { isDeepStrictEqual } from 'node:util';
import type { Asset, updateAsset as updateRoute } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { assets, renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import type { Storage } from '@mobilise/media-processing/storage';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { getAsset, noAsset } from './read.ts';
import { forgetBytes } from './stored.ts';

/**
 * Changes the usual alternative text or the focal point; another focal point renders the crops again, and the ones there
 * are stay until then. Problems: `not_found`, `stale_version`.
 */
export function updateAsset(
  scope: Scope,
  jobs: Jobs,
  id: string,
  { version, alt, focalPoint }: RouteRequest<typeof updateRoute>['body'],
): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const asset = await lockAsset(scope, id);
    sameVersionOrThrow(version, { version: asset.version }, 'upload');
    const changes = {
      ...(alt !== undefined && alt !== asset.alt && { alt }),
      ...(focalPoint !== undefined && !isDeepStrictEqual(focalPoint, asset.focalPoint) && { focalPoint }),
    };
    if (Object.keys(changes).length === 0) return getAsset(scope, id);
    await scope.db
      .update(assets)
      .set({ ...changes, version: version + 1 })
      .where(mine(scope, id));
    if ('focalPoint' in changes) await requestRenditions(scope, jobs, id);
    await record(scope, { action: 'changed', noun: 'assets', id, subject: asset.filename, detail: changes });
    return getAsset(scope, id);
  });
}

/** Removes an upload with its renditions. Problems: `not_found`, `conflict` naming the item that uses it. */
export async function removeAsset(scope: Scope, storage: Storage, id: string): Promise<{ ok: true }> {
  const hashes = await inTransaction(scope, async (scope) => {
    const { filename, sha256 } = await lockAsset(scope, id);
    const user = (await itemUsing(scope, id)) ?? (await postUsing(scope, id));
    if (user) throw new Problem('conflict', `${user} uses this upload, so it stays.`);
    const made = await scope.db
      .select({ sha256: renditions.sha256 })
      .from(renditions)
      .where(eq(renditions.assetId, id));
    await scope.db.delete(assets).where(mine(scope, id));
    await record(scope, { action: 'removed', noun: 'assets', id, subject: filename });
    const [twin] = await scope.db.select({ id: assets.id }).from(assets).where(eq(assets.sha256, sha256)).limit(1);
    // A twin of the same bytes has, or is about to get, the same renditions.
    return twin ? [] : [sha256, ...made.map((rendition) => rendition.sha256)];
  });
  await forgetBytes(scope, storage, hashes);
  return { ok: true };
}

async function itemUsing(scope: Scope, assetId: string): Promise<string | null> {
  const [item] = await scope.db
    .select({ title: items.title, newest: sql<boolean>`${items.revisionId} = ${revisions.id}` })
    .from(revisionAssets)
    .innerJoin(revisions, eq(revisions.id, revisionAssets.revisionId))
    .innerJoin(items, eq(items.id, revisions.itemId))
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(revisionAssets.assetId, assetId)))
    .orderBy(sql`2 desc`)
    .limit(1);
  return item ? `“${item.title}”${item.newest ? '' : ', in an earlier revision,'}` : null;
}

async function postUsing(scope: Scope, assetId: string): Promise<string | null> {
  const [post] = await scope.db
    .select({ title: items.title })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .where(
      and(
        eq(posts.workspaceId, scope.workspaceId),
        sql`${posts.content} @> ${JSON.stringify({ images: [{ assetId }] })}::jsonb`,
      ),
    )
    .limit(1);
  return post ? `A post of “${post.title}”` : null;
}

async function lockAsset(scope: Scope, id: string) {
  const [asset] = await scope.db.select().from(assets).where(mine(scope, id)).for('update');
  if (!asset) throw noAsset();
  return asset;
}

function mine(scope: Scope, id: string): SQL | undefined {
  return and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, id));
}
