import type { mediaOverview as overviewRoute } from '@mobilise/contracts/media';
import type { RouteResponse } from '@mobilise/contracts/route';
import { users } from '@mobilise/db/schema/auth';
import { assets } from '@mobilise/db/schema/media';
import { and, asc, count, eq, isNotNull } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { usedBytes } from './quota.ts';

/**
 * How much room a workspace has left, who uploaded, and what is in the bin.
 * @param notes what cannot be processed here, or only slowly, as sentences
 */
export async function mediaOverview(
  scope: Scope,
  { quota, notes }: { quota: number; notes: readonly string[] },
): Promise<RouteResponse<typeof overviewRoute>> {
  const people = await scope.db
    .selectDistinct({ id: users.id, name: users.name })
    .from(assets)
    .innerJoin(users, eq(users.id, assets.createdBy))
    .where(eq(assets.workspaceId, scope.workspaceId))
    .orderBy(asc(users.name));
  const [bin] = await scope.db
    .select({ count: count() })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), isNotNull(assets.deletedAt)));
  return {
    storage: { used: await usedBytes(scope), quota },
    notes: [...notes],
    people,
    bin: bin?.count ?? 0,
  };
}
