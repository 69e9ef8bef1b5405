import type { Asset, updateAsset as updateRoute } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { assets, renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import type { Storage } from '@mobilise/media-processing/storage';
import { and, eq, sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import { inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { getAsset, noAsset } from './read.ts';
import { removeUnused } from './upload.ts';

/** Changes the usual alternative text, or the focal point, after which the crops are made again. */
export async function updateAsset(scope: Scope, boss: PgBoss, id: string, { version, alt, focalPoint }: RouteRequest<typeof updateRoute>['body']): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const present = await lockAsset(scope, id);
    sameVersionOrThrow(version, present, 'upload');
    await scope.db
      .update(assets)
      .set({ ...(alt !== undefined && { alt }), ...(focalPoint !== undefined && { focalPoint }), version: version + 1 })
      .where(eq(assets.id, id));
    if (focalPoint !== undefined) await boss.send('render-asset', { assetId: id }, { db: fromDrizzle(scope.db, sql) });
    await record(scope, { action: 'changed', noun: 'assets', id, subject: present.filename });
    return getAsset(scope, id);
  });
}

/** Removes an upload that nothing uses; Problem `conflict` names the item that does. */
export async function removeAsset(scope: Scope, storage: Storage, id: string): Promise<{ ok: true }> {
  const hashes = await inTransaction(scope, async (scope) => {
    const present = await lockAsset(scope, id);
    const [use] = await scope.db
      .select({ title: items.title, newest: sql<boolean>`${items.revisionId} = ${revisions.id}` })
      .from(revisionAssets)
      .innerJoin(revisions, eq(revisions.id, revisionAssets.revisionId))
      .innerJoin(items, eq(items.id, revisions.itemId))
      .where(eq(revisionAssets.assetId, id))
      .orderBy(sql`2 desc`)
      .limit(1);
    if (use) throw new Problem('conflict', `“${use.title}” uses this image${use.newest ? '' : ' in an earlier revision'}, so it stays.`);
    const [post] = await scope.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(eq(posts.workspaceId, scope.workspaceId), sql`${posts.content}->'images' @> ${JSON.stringify([{ assetId: id }])}::jsonb`))
      .limit(1);
    if (post) throw new Problem('conflict', 'A post uses this image, so it stays.');
    const made = await scope.db.select({ sha256: renditions.sha256 }).from(renditions).where(eq(renditions.assetId, id));
    await scope.db.delete(assets).where(eq(assets.id, id));
    await record(scope, { action: 'removed', noun: 'assets', id, subject: present.filename });
    return [present.sha256, ...made.map(({ sha256 }) => sha256)];
  });
  await removeUnused(scope, storage, hashes);
  return { ok: true };
}

async function lockAsset(scope: Scope, id: string): Promise<typeof assets.$inferSelect> {
  const [asset] = await scope.db.select().from(assets).where(and(eq(assets.id, id), eq(assets.workspaceId, scope.workspaceId))).for('update');
  if (!asset) throw noAsset();
  return asset;
}
