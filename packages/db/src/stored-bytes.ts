import { eq, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { revisionFiles } from './schema/items.ts';
import { assets, formerRenditions, renditions } from './schema/media.ts';

/**
 * Whoever stores or removes the bytes of a hash does it alone, until the transaction ends: the same bytes may be
 * stored, for another workspace even, at the moment in which their last row goes.
 */
export async function lockHash(db: Db, sha256: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`bytes ${sha256}`}, 0))`);
}

/**
 * Removes bytes that no row names, in any workspace: that is why this query knows no workspace. Answers whether it did.
 * Call it after the transaction that removed the rows; a crash in between leaves bytes, never a row without.
 */
export function removeUnnamed(db: Db, sha256: string, remove: (sha256: string) => Promise<void>): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockHash(tx, sha256);
    const [named] = await tx
      .select({ sha256: assets.sha256 })
      .from(assets)
      .where(eq(assets.sha256, sha256))
      .unionAll(tx.select({ sha256: renditions.sha256 }).from(renditions).where(eq(renditions.sha256, sha256)))
      .unionAll(
        tx
          .select({ sha256: formerRenditions.sha256 })
          .from(formerRenditions)
          .where(eq(formerRenditions.sha256, sha256)),
      )
      .unionAll(tx.select({ sha256: revisionFiles.sha256 }).from(revisionFiles).where(eq(revisionFiles.sha256, sha256)))
      .limit(1);
    if (named) return false;
    await remove(sha256);
    return true;
  });
}
