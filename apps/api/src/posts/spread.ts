import type { spreadPosts as spreadRoute } from '@mobilise/contracts/holds';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { passedSince } from '@mobilise/contracts/unasked-time';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { schedulePost } from './schedule.ts';

/**
 * Schedules posts one after the other, in the order of their times, so many minutes apart, over a change of the
 * clocks too: what was held together does not go out together. A post that cannot be scheduled keeps its state and is named with the reason; its place is not left empty.
 */
export async function spreadPosts(
  scope: Scope,
  { posts: ids, from, every }: RouteRequest<typeof spreadRoute>['body'],
): Promise<RouteResponse<typeof spreadRoute>> {
  const rows = await scope.db
    .select({ id: posts.id, version: posts.version, title: items.title, zone: workspaces.zone })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .innerJoin(workspaces, eq(workspaces.id, posts.workspaceId))
    .where(and(eq(posts.workspaceId, scope.workspaceId), inArray(posts.id, ids)))
    .orderBy(asc(posts.dueAt), asc(posts.id));
  const refused: { id: string; title: string; message: string }[] = [];
  let [scheduled, held] = [0, 0];
  for (const { id, version, title, zone } of rows) {
    const when = passedSince(from, zone, scheduled * every);
    try {
      const { state } = await schedulePost(scope, id, { version, ...when });
      scheduled += 1;
      if (state === 'held') held += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ id, title, message: error.message });
    }
  }
  return { scheduled, held, refused };
}
