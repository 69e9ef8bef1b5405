import { binDays } from '@mobilise/contracts/media';
import { removeUnnamed } from '@mobilise/db/stored-bytes';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/**
 * Takes uploads for good that have been in the bin for 30 days, with all that was made from them, and their bytes where no other
 * upload has the same. One that something has come to use again stays. May run in several publishers at a time.
 */
export async function purgeBin({ sql, db, storage, log }: Publisher): Promise<void> {
  const due = await sql<{ id: string }[]>`
    select id from assets where deleted_at < now() - make_interval(days => ${binDays}) order by deleted_at limit 1000`;
  for (const { id } of due) {
    const gone = await sql
      .begin(async (tx) => {
        const [asset] = await tx<{ workspaceId: string; sha256: string }[]>`
          select workspace_id as "workspaceId", sha256 from assets
          where id = ${id} and deleted_at < now() - make_interval(days => ${binDays}) for update skip locked`;
        if (!asset) return null;
        const made = await tx<{ sha256: string }[]>`select sha256 from renditions where asset_id = ${id}`;
        await tx`delete from assets where id = ${id}`;
        await announce(tx, asset.workspaceId, 'assets', id);
        return [asset.sha256, ...made.map(({ sha256 }) => sha256)];
      })
      .catch((error: unknown) => {
        log.warn({ asset: id, error }, 'An upload in the bin could not be removed; it stays');
        return null;
      });
    for (const sha256 of new Set(gone)) await removeUnnamed(db, sha256, storage.remove);
    if (gone) log.info({ asset: id }, 'Removed an upload that was in the bin for 30 days');
  }
}
