import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { assets, formerRenditions, renditions } from './schema/media.ts';
import { removeUnnamed } from './stored-bytes.ts';

interface Binned {
  workspaceId: string;
  filename: string;
}

/**
 * Takes an upload for good that lies in the bin, with all that was made from it, and their bytes where no other upload has the same.
 * Answers null where it is not there any more, or somebody removes it at this moment; `used` where something uses it again.
 *
 * @param which what else must hold of it
 * @param remove takes bytes out of the storage
 * @param also is done in the same transaction
 */
export async function removeBinned(
  db: Db,
  id: string,
  {
    which,
    remove,
    also,
  }: {
    which: SQL | undefined;
    remove: (sha256: string) => Promise<void>;
    also: (tx: Db, gone: Binned) => Promise<void>;
  },
): Promise<Binned | 'used' | null> {
  const gone = await db
    .transaction(async (tx) => {
      const { workspaceId, filename, sha256 } = assets;
      const [asset] = await tx
        .select({ workspaceId, filename, sha256 })
        .from(assets)
        .where(and(eq(assets.id, id), isNotNull(assets.deletedAt), which))
        .for('update', { skipLocked: true });
      if (!asset) return null;
      const made = await tx
        .select({ sha256: renditions.sha256 })
        .from(renditions)
        .where(eq(renditions.assetId, id))
        .unionAll(
          tx.select({ sha256: formerRenditions.sha256 }).from(formerRenditions).where(eq(formerRenditions.assetId, id)),
        );
      // What was made of it knows it by its bytes from now on, and its last day as its own.
      await tx.execute(sql`
        update assets made set rights_until = least(made.rights_until, gone.rights_until)
        from assets gone, asset_sources s where gone.id = ${id} and s.source_id = gone.id and made.id = s.asset_id`);
      await tx.delete(assets).where(eq(assets.id, id));
      await also(tx, asset);
      return { asset, bytes: new Set([asset.sha256, ...made.map((one) => one.sha256)]) };
    })
    .catch((error: unknown) => {
      if (isInUse(error)) return 'used' as const;
      throw error;
    });
  if (!gone || gone === 'used') return gone;
  for (const sha256 of gone.bytes) await removeUnnamed(db, sha256, remove);
  return gone.asset;
}

/** Whether an error says that another row refers to what was to be removed. */
function isInUse(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at && at.code === '23503') return true;
  return false;
}
