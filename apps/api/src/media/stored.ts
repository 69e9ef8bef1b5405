import { assets, renditions } from '@mobilise/db/schema/media';
import type { Storage } from '@mobilise/media-processing/storage';
import { eq, sql } from 'drizzle-orm';
import { inTransaction, type Scope } from '../scope.ts';

/**
 * Whoever stores or removes the bytes of a hash does it alone, until the transaction ends: the same bytes may be
 * uploaded, by another workspace even, at the moment in which their last row goes.
 */
export async function lockHash(scope: Scope, sha256: string): Promise<void> {
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`bytes ${sha256}`}, 0))`);
}

/**
 * Takes bytes out of storage that no row names any more, in any workspace: that is why these two queries know no
 * workspace. Call it after the transaction that removed the rows; a crash in between leaves bytes, never a row without.
 */
export async function forgetBytes(scope: Scope, storage: Storage, hashes: readonly string[]): Promise<void> {
  for (const sha256 of new Set(hashes)) {
    await inTransaction(scope, async (scope) => {
      await lockHash(scope, sha256);
      const [original] = await scope.db
        .select({ id: assets.id })
        .from(assets)
        .where(eq(assets.sha256, sha256))
        .limit(1);
      const [made] = await scope.db
        .select({ id: renditions.id })
        .from(renditions)
        .where(eq(renditions.sha256, sha256))
        .limit(1);
      if (!original && !made) await storage.remove(sha256);
    });
  }
}
