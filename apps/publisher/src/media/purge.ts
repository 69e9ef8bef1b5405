import { binDays } from '@mobilise/contracts/media';
import { removeBinned } from '@mobilise/db/bin';
import { assets } from '@mobilise/db/schema/media';
import { sql as raw } from 'drizzle-orm';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/**
 * Takes uploads for good that have been in the bin for 30 days, with all that was made from them, and their bytes where no other
 * upload has the same. One that something has come to use again stays. May run in several publishers at a time.
 */
export async function purgeBin({ sql, db, storage, log }: Publisher): Promise<void> {
  const due = await sql<{ id: string }[]>`
    select id from assets where deleted_at < now() - make_interval(days => ${binDays}) order by deleted_at limit 1000`;
  const which = raw`${assets.deletedAt} < now() - make_interval(days => ${binDays})`;
  for (const { id } of due) {
    const gone = await removeBinned(db, id, { which, remove: storage.remove, also: async () => undefined });
    if (gone === 'used') log.warn({ asset: id }, 'An upload in the bin is in use; it stays');
    if (!gone || gone === 'used') continue;
    await announce(sql, gone.workspaceId, 'assets', id);
    log.info({ asset: id }, 'Removed an upload that was in the bin for 30 days');
  }
}
