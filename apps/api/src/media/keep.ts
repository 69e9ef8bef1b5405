import type { Asset } from '@mobilise/contracts/media';
import { showWithCover } from '@mobilise/db/rights';
import { assets } from '@mobilise/db/schema/media';
import { lockHash, removeUnnamed } from '@mobilise/db/stored-bytes';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import type { Storage, Stored } from '@mobilise/media-processing/storage';
import { turns } from '@mobilise/media-processing/turns';
import { and, eq, sql } from 'drizzle-orm';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { type Looked, look, mostBytes } from './look.ts';
import { roomOrThrow } from './quota.ts';
import { getAsset } from './read.ts';
import { asProblem, tooLarge } from './refusals.ts';
import { takePlace } from './replace.ts';

/** Where uploads go. */
export interface Uploads {
  storage: Storage;
  jobs: Jobs;
  /** Loaded when the first recording comes. */
  ffmpeg: () => Promise<Ffmpeg>;
  /** Bytes that a workspace may take up. */
  quota: number;
}

/** A file that came in whole, on this machine. */
export interface Arrived {
  /** Of the upload that it becomes. Arriving a second time answers that upload. */
  id: string;
  path: string;
  stored: Stored;
  filename: string;
  /** The MIME type it claims to be. */
  claimedType: string | undefined;
  /** The upload whose place it takes. */
  replaces: string | undefined;
  /** Aborted when nobody waits for it any more: it is not kept then, unless it has been looked at. */
  gone?: AbortSignal;
}

/** Looks at the same time in this process: many uploads that end at once must not take all its memory and cores. */
const inTurn = turns(4);

/**
 * Keeps a file as an upload if it is what it says: looked at, stored, with its row and the job that makes its files. The file
 * itself stays where it is. Storing gigabytes takes long, so it happens before the transaction, which only makes sure that
 * nobody took the same bytes away meanwhile. Problems, naming the field `file`: `too_large`, `media_type_unsupported`,
 * `media_type_mismatch`, `media_corrupt`, `quota_exceeded`; `invalid_request` for what it cannot replace. Throws the reason
 * of `gone`.
 */
export async function keep(scope: Scope, uploads: Uploads, arrived: Arrived): Promise<Asset> {
  const known = await keptAs(scope, arrived.id);
  if (known) return known;
  const { storage, ffmpeg, quota } = uploads;
  const { path, stored, claimedType, gone } = arrived;
  const looked = await inTurn(() => look(path, claimedType, ffmpeg, gone), gone).catch((error: unknown) => {
    throw asProblem(error);
  });
  if (stored.bytes > mostBytes[looked.kind]) throw tooLarge(mostBytes[looked.kind]);
  await roomOrThrow(scope, quota, stored.bytes);
  try {
    for (;;) {
      await storage.adopt(path, stored.sha256);
      const asset = await write(scope, uploads, arrived, looked);
      if (asset) return asset;
    }
  } catch (error) {
    await removeUnnamed(scope.db, stored.sha256, storage.remove).catch(() => undefined);
    throw error;
  }
}

/** The upload that a file has become already, if it has. */
export async function keptAs(scope: Scope, id: string): Promise<Asset | null> {
  const [known] = await scope.db
    .select({ id: assets.id })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, id)));
  return known ? getAsset(scope, id) : null;
}

/** Null when the bytes are gone: they have to be stored again. */
function write(scope: Scope, { storage, jobs }: Uploads, arrived: Arrived, looked: Looked): Promise<Asset | null> {
  const { id, stored, filename, replaces } = arrived;
  return inTransaction(scope, async (scope) => {
    await lockHash(scope.db, stored.sha256);
    if (!(await storage.has(stored.sha256))) return null;
    const made = await scope.db
      .insert(assets)
      .values({
        ...{ id, workspaceId: scope.workspaceId, filename, ...looked, ...stored },
        createdAt: scope.now,
        createdBy: scope.actor.userId,
      })
      .onConflictDoNothing()
      .returning({ id: assets.id });
    // Another process finished the same upload at the same time.
    if (made.length === 0) return getAsset(scope, id);
    await nameSources(scope, id);
    if (replaces) await takePlace(scope, { id, kind: looked.kind }, replaces);
    await requestRenditions(scope, jobs, id);
    await record(scope, {
      action: replaces ? 'replaced' : 'uploaded',
      noun: 'assets',
      id,
      subject: filename,
      detail: { bytes: stored.bytes, ...(replaces && { replaces }) },
    });
    return getAsset(scope, id);
  });
}

/**
 * Writes down what we made it of ourselves (an audiogram that comes back, a film): their rights and consents are asked about, too.
 * Where that file was made anew since, an equal upload knows.
 */
async function nameSources(scope: Scope, id: string): Promise<void> {
  await scope.db.execute(sql`
    with made as (
      select a.id, r.id as revision_id
      from assets a join revision_files f on f.sha256 = a.sha256 join revisions r on r.id = f.revision_id join items i on i.id = r.item_id
      where a.id = ${id} and i.workspace_id = ${scope.workspaceId}
    ), direct as (
      select made.id, used.asset_id as source_id from made join revision_assets used on used.revision_id = made.revision_id
      union
      select made.id, cover.asset_id from made cross join lateral ${sql.raw(showWithCover('made.revision_id'))} cover
    )
    insert into asset_sources (asset_id, source_id, sha256)
    select direct.id, source.id, source.sha256 from direct join assets source on source.id = direct.source_id where source.id <> direct.id
    union
    select direct.id, further.source_id, further.sha256 from direct join asset_sources further on further.asset_id = direct.source_id
    where further.source_id is distinct from direct.id
    union
    select made.id, known.source_id, known.sha256
    from assets made join assets twin on twin.sha256 = made.sha256 and twin.workspace_id = made.workspace_id and twin.id <> made.id
      join asset_sources known on known.asset_id = twin.id
    where made.id = ${id}
    on conflict do nothing`);
}

/** A file's own name: some clients send the folders above it. */
export function baseName(filename: string): string {
  const own = filename.split(/[\\/]/).findLast((part) => part.trim() !== '');
  return own?.trim().replace(/^\.+$/, '') || 'upload';
}
