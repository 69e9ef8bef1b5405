import { Problem } from '@mobilise/contracts/problems';
import type { campaigns } from '@mobilise/db/schema/campaigns';
import type { items } from '@mobilise/db/schema/items';
import { lockSlugs, reservedSlugs } from '@mobilise/db/slugs';
import { and, eq } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/** Problem `conflict`, naming `body.slug`, when another row of the workspace has this slug. Call it in the transaction that takes it. */
export async function slugIsFreeOrThrow(
  scope: Scope,
  table: typeof items | typeof campaigns,
  slug: string,
): Promise<void> {
  await lockSlugs(scope);
  const [other] = await scope.db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.workspaceId, scope.workspaceId), eq(table.slug, slug)));
  if (!other && !reservedSlugs.includes(slug)) return;
  throw new Problem('conflict', `The address “${slug}” is taken. Choose another.`, {
    fields: [{ field: 'body.slug', message: 'This address is taken. Choose another' }],
  });
}
