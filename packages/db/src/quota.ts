import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/**
 * Bytes that a workspace takes up: originals, also those in the bin, and everything made from them; not former
 * files of pictures, which nobody there can remove. What several rows share
 * counts for each, as it would if it were not shared.
 */
export async function usedBytes({ db, workspaceId }: { db: Db; workspaceId: string }): Promise<number> {
  const [row] = await db.execute<{ used: string }>(sql`
    select (
      (select coalesce(sum(bytes), 0) from assets where workspace_id = ${workspaceId})
      + (select coalesce(sum(r.bytes), 0) from renditions r join assets a on a.id = r.asset_id where a.workspace_id = ${workspaceId})
      + (select coalesce(sum(f.bytes), 0) from revision_files f join revisions r on r.id = f.revision_id
          join items i on i.id = r.item_id where i.workspace_id = ${workspaceId})
    )::text as used`);
  return Number(row?.used ?? 0);
}

/** What to tell somebody whose bytes do not fit any more, without a full stop. Both are bytes. */
export function sayFull(quota: number, used: number): string {
  return `This workspace has ${inGigabytes(quota)} for uploads and what is made of them, of which ${inGigabytes(Math.max(0, quota - used))} are left. Remove uploads that nothing uses, empty the bin, or ask whoever runs this installation for more`;
}

/** Bytes in words. */
export function inGigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toLocaleString('en-GB', { maximumSignificantDigits: 3 })} GB`;
}
