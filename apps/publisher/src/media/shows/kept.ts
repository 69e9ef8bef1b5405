import type { Db } from '@mobilise/db/connect';
import { shareHoldLock, whyKept } from '@mobilise/db/holds';
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
