import { isDeepStrictEqual } from 'node:util';
import { artworkProblems } from '@mobilise/contracts/artwork';
import { mayBeMadeAgain, refusedAgain } from '@mobilise/contracts/making-failures';
import type { Asset, updateAsset as updateRoute } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { assets } from '@mobilise/db/schema/media';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { countUses, outOrToGo } from '../asset-uses.ts';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { rightsChanged } from '../rights.ts';
import { inTransaction, mayOrThrow, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { baseName } from './keep.ts';
import { getAsset, noAsset } from './read.ts';

export type AssetRow = typeof assets.$inferSelect;

/**
 * Changes what is written about an upload, its rights, its focal point or its crops. Another focal point or crop makes its files
 * again, and those that are there stay until then; other rights hold or free the posts that carry it. Problems: `not_found`,
 * `stale_version`, `invalid_request` for a crop with which a cover in use would be none, `forbidden` for crops of what is approved.
 */
export function updateAsset(
  scope: Scope,
  jobs: Jobs,
  id: string,
  { version, filename, ...body }: RouteRequest<typeof updateRoute>['body'],
): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const asset = await lockAsset(scope, id);
    sameVersionOrThrow(version, { version: asset.version }, 'upload');
    const wanted = { ...body, ...(filename !== undefined && { filename: baseName(filename) }) };
    const changes = Object.fromEntries(
      Object.entries(wanted).filter(
        ([field, value]) => value !== undefined && !isDeepStrictEqual(value, asset[field as keyof AssetRow]),
      ),
    ) as Partial<AssetRow>;
    if (Object.keys(changes).length === 0) return getAsset(scope, id);
    const isCropped = 'focalPoint' in changes || 'crops' in changes;
    if (isCropped) await mayCropOrThrow(scope, id);
    if (changes.crops) await coverOrThrow(scope, asset, changes.crops);
    await scope.db
      .update(assets)
      .set({ ...changes, version: version + 1 })
      .where(mine(scope, id));
    if (isCropped) await requestRenditions(scope, jobs, id);
    if ('rightsUntil' in changes) await rightsChanged(scope, [id]);
    await record(scope, { action: 'changed', noun: 'assets', id, subject: asset.filename, detail: changes });
    return getAsset(scope, id);
  });
}

/**
 * Stops the making of files from an upload; what is made stays. Whoever is at it hears of it when this is committed. Problem
 * `wrong_state` when nothing is being made.
 */
export function cancelProcessing(scope: Scope, id: string): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const { state, filename } = await lockAsset(scope, id);
    if (state !== 'processing')
      throw new Problem('wrong_state', 'Nothing is being made of this upload at this moment.', { extra: { state } });
    await setState(scope, id, 'cancelled');
    await scope.db.execute(sql`select pg_notify('renders', ${id})`);
    await record(scope, { action: 'cancelled', noun: 'assets', id, subject: filename });
    return getAsset(scope, id);
  });
}

/** Makes the files of an upload after all. Problem `wrong_state` unless they failed or were cancelled, and where the file itself was refused. */
export function processAgain(scope: Scope, jobs: Jobs, id: string): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const { state, filename, failure, failureCode } = await lockAsset(scope, id);
    if (state !== 'failed' && state !== 'cancelled')
      throw new Problem('wrong_state', 'The files of this upload are there, or being made.', { extra: { state } });
    if (!mayBeMadeAgain({ failure, failureCode }))
      throw new Problem('wrong_state', refusedAgain(failure), { extra: { state } });
    await setState(scope, id, 'processing');
    await requestRenditions(scope, jobs, id);
    await record(scope, { action: 'processed again', noun: 'assets', id, subject: filename });
    return getAsset(scope, id);
  });
}

/** Crops belong to the upload, and show at once: what was approved does not change unseen by those who may approve. */
async function mayCropOrThrow(scope: Scope, id: string): Promise<void> {
  if (!(await countUses(scope, [id])).get(id)?.approved) return;
  const what = 'change the focal point and crops of a picture that is approved, or out';
  mayOrThrow(scope, 'items.approve', what, ', or upload the picture again, crop that one and use it instead');
}

/** Refuses a crop with which a cover in use would not be one any more: directories drop a show whose picture is too small. */
async function coverOrThrow(scope: Scope, asset: AssetRow, crops: AssetRow['crops']): Promise<void> {
  const { id, width, height } = asset;
  if (!width || !height || isDeepStrictEqual(crops['artwork'], asset.crops['artwork'])) return;
  const [problem] = artworkProblems({ width, height }, crops['artwork']);
  // A picture that is too small in itself is no cover with any crop.
  if (!problem || artworkProblems({ width, height }).length > 0) return;
  const [used] = await scope.db.execute<{ what: string }>(sql`
    select 'show “' || s.title || '”' as what from shows s where s.workspace_id = ${scope.workspaceId} and s.artwork_id = ${id}
    union all
    select 'episode “' || i.title || '”' from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
    where ra.asset_id = ${id} and i.kind = 'episode' and r.content #>> '{artwork,assetId}' = ${id}
      and (r.id = i.revision_id or exists (select from posts p where p.revision_id = r.id and p.state in ${[...outOrToGo]}))
    limit 1`);
  if (!used) return;
  const message = `This picture is the cover of the ${used.what}. ${problem}`;
  throw new Problem('invalid_request', message, { fields: [{ field: 'body.crops.artwork', message }] });
}

async function setState(scope: Scope, id: string, state: AssetRow['state']): Promise<void> {
  await scope.db.update(assets).set({ state, failure: null, failureCode: null, progress: null }).where(mine(scope, id));
}

/** An upload, locked until the transaction ends. Problem `not_found`. */
export async function lockAsset(scope: Scope, id: string): Promise<AssetRow> {
  const [asset] = await scope.db.select().from(assets).where(mine(scope, id)).for('update');
  if (!asset) throw noAsset();
  return asset;
}

/** A condition: this upload, of this workspace. */
export function mine(scope: Scope, id: string): SQL | undefined {
  return and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, id));
}
