import { renditions } from '@mobilise/db/schema/media';
import { type Column, getTableName, type SQL, sql } from 'drizzle-orm';

/**
 * The address of a rendition, for desk previews and public pages alike. It needs no session: the name is the SHA-256
 * of the file itself, which nobody can guess, and a rendition carries no metadata of its original.
 */
export function mediaUrl({ sha256, format }: { sha256: string; format: string }): string {
  return `/media/${sha256}.${format}`;
}

/** In a select: the address of the thumbnail of the asset whose id this column holds, or null while there is none. */
export function thumbOf(assetId: Column): SQL<string | null> {
  // Qualified by hand: Drizzle leaves table names out where a query has one table, and here there are two.
  const outer = sql`${sql.identifier(getTableName(assetId.table))}.${sql.identifier(assetId.name)}`;
  return sql<
    string | null
  >`(select '/media/' || t.sha256 || '.' || t.format from ${renditions} t where t.asset_id = ${outer} and t.purpose = 'thumb' order by t.width desc limit 1)`;
}
