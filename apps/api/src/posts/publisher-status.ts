import type { publisherStatus as statusRoute } from '@mobilise/contracts/posts';
import type { RouteResponse } from '@mobilise/contracts/route';
import { dateOf, startOfDate } from '@mobilise/contracts/time';
import { postChanges } from '@mobilise/db/schema/post-changes';
import { posts, publishers } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { eq, sql } from 'drizzle-orm';
import { filesAwaited, isUnmade } from '../post-card.ts';
import type { Scope } from '../scope.ts';

/** Seconds after which a publisher that has not been seen is taken for gone; it says so every few seconds. */
const silence = 15;

/** Whether a publisher runs, by the database's clock, and what waits for it or for a person. */
export async function publisherStatus(scope: Scope): Promise<RouteResponse<typeof statusRoute>> {
  const [workspace] = await scope.db
    .select({ zone: workspaces.zone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId));
  const zone = workspace?.zone ?? 'UTC';
  const today = dateOf(scope.now, zone);
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  const [status] = await scope.db.execute<RouteResponse<typeof statusRoute>>(sql`select
    coalesce((select max(${publishers.seenAt}) > now() - make_interval(secs => ${silence}) from ${publishers}), false) as "running",
    (select to_json(max(${publishers.seenAt}))#>>'{}' from ${publishers}) as "seenAt",
    (select count(*)::int from ${posts} where ${posts.workspaceId} = ${scope.workspaceId} and ${posts.state} = 'scheduled'
      and ${posts.sendAt} >= ${startOfDate(today, zone)}::timestamptz and ${posts.sendAt} < ${startOfDate(tomorrow, zone)}::timestamptz) as "dueToday",
    (select count(*)::int from ${posts} where ${posts.workspaceId} = ${scope.workspaceId}
      and ${posts.state} in ('failed', 'needs_person', 'held')
      and ${filesAwaited()} is distinct from 'making')
    + (select count(*)::int from ${posts} where ${posts.workspaceId} = ${scope.workspaceId}
      and ${posts.movedFrom} is not null and ${posts.state} = 'scheduled')
    + (select count(*)::int from ${posts} where ${posts.workspaceId} = ${scope.workspaceId}
      and ${isUnmade})
    + (select count(*)::int from ${postChanges} where ${postChanges.workspaceId} = ${scope.workspaceId}
      and ${postChanges.state} in ('held', 'refused', 'needs_person')) as "needAttention"`);
  if (!status) throw new Error('A select without a table answered no row');
  return status;
}
