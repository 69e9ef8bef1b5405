import { lockHash as lock, removeUnnamed } from '@mobilise/db/stored-bytes';
import type { Storage } from '@mobilise/media-processing/storage';
import type { Scope } from '../scope.ts';

/** Whoever stores or removes the bytes of a hash does it alone, until the transaction ends (db/stored-bytes.ts). */
export async function lockHash(scope: Scope, sha256: string): Promise<void> {
  await lock(scope.db, sha256);
}

/**
 * Takes bytes out of storage that no row names any more, in any workspace. Call it after the transaction that removed
 * the rows; a crash in between leaves bytes, never a row without.
 */
export async function forgetBytes(scope: Scope, storage: Storage, hashes: readonly string[]): Promise<void> {
  for (const sha256 of new Set(hashes)) await removeUnnamed(scope.db, sha256, storage.remove);
}
