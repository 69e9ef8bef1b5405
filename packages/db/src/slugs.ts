import { and, eq, like, or, sql } from 'drizzle-orm';
import type { Db } from './connect.ts';
import type { campaigns } from './schema/campaigns.ts';
import type { items } from './schema/items.ts';

/** The newsroom site's own pages, beside the items. */
export const reservedSlugs: readonly string[] = ['campaigns', 'episodes', 'page', 'shows'];

interface Place {
  db: Db;
  workspaceId: string;
}

/**
 * The wanted slug, or the first free one of `-2`, `-3` … in this workspace. Call it in the transaction that takes the
 * slug: others who look for one in the workspace wait until it ends.
 */
export async function freeSlug(place: Place, table: typeof items | typeof campaigns, wanted: string): Promise<string> {
  await lockSlugs(place);
  const taken = await place.db
    .select({ slug: table.slug })
    .from(table)
    .where(and(eq(table.workspaceId, place.workspaceId), or(eq(table.slug, wanted), like(table.slug, `${wanted}-%`))));
  return firstFree(wanted, [...taken.map(({ slug }) => slug), ...reservedSlugs]);
}

/** Whoever takes a slug of a workspace does it alone, until the transaction ends. */
export async function lockSlugs({ db, workspaceId }: Place): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`slugs of ${workspaceId}`}, 0))`);
}

/** The first that is not taken of `name`, `name-2`, `name-3` … */
export function firstFree(name: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  let slug = name;
  for (let number = 2; all.has(slug); number += 1) slug = `${name}-${number}`;
  return slug;
}
