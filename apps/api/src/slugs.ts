import { Problem } from '@mobilise/contracts/problems';
import type { campaigns } from '@mobilise/db/schema/campaigns';
import type { items } from '@mobilise/db/schema/items';
import { and, eq, like, or, sql } from 'drizzle-orm';
import type { Scope } from './scope.ts';

type Named = typeof items | typeof campaigns;

/** The newsroom site's own pages, beside the items. */
const reserved = ['campaigns', 'episodes', 'page', 'shows'];

/**
 * The wanted slug, or the first free one of `-2`, `-3` … in this workspace. Call it in the transaction that takes the
 * slug: others who look for one in the workspace wait until it ends.
 */
export async function freeSlug(scope: Scope, table: Named, wanted: string): Promise<string> {
  await oneAtATime(scope);
  const taken = await scope.db
    .select({ slug: table.slug })
    .from(table)
    .where(and(eq(table.workspaceId, scope.workspaceId), or(eq(table.slug, wanted), like(table.slug, `${wanted}-%`))));
  const slugs = new Set([...taken.map(({ slug }) => slug), ...reserved]);
  let slug = wanted;
  for (let number = 2; slugs.has(slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}

/** Problem `conflict`, naming `body.slug`, when another row of the workspace has this slug. Call it as `freeSlug`. */
export async function slugIsFreeOrThrow(scope: Scope, table: Named, slug: string): Promise<void> {
  await oneAtATime(scope);
  const [other] = await scope.db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.workspaceId, scope.workspaceId), eq(table.slug, slug)));
  if (!other && !reserved.includes(slug)) return;
  throw new Problem('conflict', `The address “${slug}” is taken. Choose another.`, {
    fields: [{ field: 'body.slug', message: 'This address is taken' }],
  });
}

async function oneAtATime({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`slugs of ${workspaceId}`}, 0))`);
}
