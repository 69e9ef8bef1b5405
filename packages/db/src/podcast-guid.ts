import { createHash, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import { shows } from './schema/shows.ts';

/** The namespace of podcast:guid (Podcasting 2.0). */
const podcasts = 'ead4c236-bf58-58c6-a2c6-a6b28d128cb6';

/** A show's podcast:guid: that of its feed's address without scheme and slashes at the end. */
export function podcastGuid(feedUrl: string): string {
  return uuidOfName(podcasts, feedUrl.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/\/+$/, ''));
}

/** Whoever gives a show its podcast:guid does it alone, until the transaction ends. Call it before the site is locked. */
export async function lockGuids(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('podcast guids', 0))`);
}

/**
 * The podcast:guid of a new show: that of its feed's address, else a random one where a show of this installation has that already,
 * because it once had this address. Podcasting 2.0 asks for the first so that everybody can work it out; any UUID names a show all
 * the same (v4, of last resort), and one that two have names neither. Call it once `lockGuids` has returned.
 */
export async function freeGuid(db: Db, feedUrl: string): Promise<string> {
  const guid = podcastGuid(feedUrl);
  const [taken] = await db.select({ id: shows.id }).from(shows).where(eq(shows.guid, guid)).limit(1);
  return taken ? randomUUID() : guid;
}

/** The UUID of a name within a namespace, which is one itself: version 5 (RFC 9562, 5.5). */
export function uuidOfName(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
