import type { postEngagement as postRoute, Reading } from '@mobilise/contracts/engagement';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteResponse } from '@mobilise/contracts/route';
import { readings } from '@mobilise/db/schema/engagement';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import type { Scope } from '../scope.ts';

/** A reading as its contract has it, from the table under this alias. */
const readingFields = sql`${readings.metric} as "metric", ${readings.value} as "value", ${readings.status} as "status",
  ${readings.observedAt} as "observedAt", ${readings.message} as "message"`;

/** The latest reading of each metric of a post and every reading so far, the oldest first. Problem `not_found`. */
export async function postEngagement(scope: Scope, id: string): Promise<RouteResponse<typeof postRoute>> {
  const [post] = await scope.db
    .select({ nextReadingAt: posts.nextReadingAt })
    .from(posts)
    .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.id, id)));
  if (!post) throw new Problem('not_found', 'There is no such post in this workspace.');
  const series = await jsonRows<Reading>(
    scope.db,
    sql`select ${readingFields} from ${readings} where ${readings.postId} = ${id} order by ${readings.observedAt}, ${readings.id}`,
  );
  const latest = new Map(series.map((reading) => [reading.metric, reading]));
  return { latest: [...latest.values()], series, nextReadingAt: post.nextReadingAt?.toISOString() ?? null };
}
