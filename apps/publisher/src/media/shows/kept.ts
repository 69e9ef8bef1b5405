import type { Db } from '@mobilise/db/connect';
import { shareHoldLock, whyKept } from '@mobilise/db/holds';
import { MediaError } from '@mobilise/media-processing/errors';
import { sql } from 'drizzle-orm';

/** That nothing may come out on the site at this moment: what is there waits, and is no failure. */
export class Kept extends Error {
  override readonly name = 'Kept';
}

/**
 * Throws Kept where a hold is in force on the site, or the site is paused. In the transaction that brings something out, last: no hold
 * is pressed between this look and its commit.
 */
export async function throwIfKept(tx: Db, channelId: string): Promise<void> {
  await tx.execute(sql.raw(shareHoldLock));
  const [site] = await tx.execute<{ why: string | null }>(
    sql`select ${sql.raw(whyKept('c'))} as why from channels c where c.id = ${channelId}`,
  );
  if (site?.why) throw new Kept(site.why);
}

/** That its show was archived meanwhile, which ends an import. */
export class Archived extends MediaError {}

/** Throws Archived where a show is, with its row locked until the transaction ends. */
export async function throwIfArchived(tx: Db, showId: string): Promise<void> {
  const [show] = await tx.execute<{ isArchived: boolean }>(
    sql`select archived_at is not null as "isArchived" from shows where id = ${showId} for share`,
  );
  if (show?.isArchived)
    throw new Archived(
      'media_locked',
      'The show is archived, so no episode comes out in it. Take it out of the archive, then begin again.',
    );
}
