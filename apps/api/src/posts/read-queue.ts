import { Problem } from '@mobilise/contracts/problems';
import type { getQueue as getRoute, Queue, QueuedPost } from '@mobilise/contracts/queue';
import type { RouteRequest } from '@mobilise/contracts/route';
import { slotTimes } from '@mobilise/contracts/slot-times';
import { dateOf } from '@mobilise/contracts/time';
import { holdsAhead } from '@mobilise/db/holds';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { workspaces } from '@mobilise/db/schema/team';
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { readSlots } from '../channel-slots.ts';
import { cardFields, cardRows, cardTables } from '../post-card.ts';
import type { Scope } from '../scope.ts';
import { holdAt, wallTimeIn } from './free-slots.ts';

/** Days that slots are worked out for, however far off the last post is. */
const furthestDays = 400;

/** The coming slots of a channel with the posts that are still to go out, all by the clock of the workspace. Problem `not_found`. */
export async function getQueue(
  scope: Scope,
  channelId: string,
  { weeks }: RouteRequest<typeof getRoute>['query'],
): Promise<Queue> {
  const [channel] = await scope.db
    .select({ zone: workspaces.zone })
    .from(channels)
    .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
    .where(and(eq(channels.workspaceId, scope.workspaceId), eq(channels.id, channelId)));
  if (!channel) throw new Problem('not_found', 'There is no such channel in this workspace.');
  const { zone } = channel;
  const today = Temporal.PlainDate.from(dateOf(scope.now, zone));
  const from = today.toString();
  const asked = today.add({ days: 7 * weeks - 1 }).toString();
  const found = await postsAhead(scope, channelId, `${asked}T23:59`);
  const ahead = found.map((post) => ({ ...post, wallTime: wallTimeIn(zone, post), zone }));
  const last = ahead.findLast(({ queued }) => queued)?.wallTime?.slice(0, 10) ?? asked;
  const days = Math.min(Math.max(today.until(last).days, 7 * weeks - 1), furthestDays);
  const to = today.add({ days }).toString();
  const slots = await readSlots(scope, channelId);
  const holds = await holdsAhead(scope.db, { workspaceId: scope.workspaceId, channelId, itemId: null });
  return {
    zone,
    hasSlots: slots.length > 0,
    from,
    to,
    slots: slotTimes(slots, zone, from, to)
      .filter(({ instant }) => new Date(instant) > scope.now)
      .map(({ wallTime, time, instant }) => ({ wallTime, time, hold: holdAt(holds, instant)?.reason ?? null })),
    posts: ahead,
    missed: await countMissed(scope, channelId),
  };
}

/** What is on its way or still to go, up to a wall time; of the queue all of it. */
function postsAhead(scope: Scope, channelId: string, until: string): Promise<QueuedPost[]> {
  const minute = new Date(Math.floor(scope.now.getTime() / 60_000) * 60_000).toISOString();
  const which = and(
    ofChannel(scope, channelId),
    inArray(posts.state, ['scheduled', 'held', 'claimed', 'sending', 'unconfirmed']),
    sql`${posts.dueAt} >= ${minute}::timestamptz`,
    or(posts.queued, sql`${posts.wallTime} <= ${until}`),
  );
  return cardRows<QueuedPost>(
    scope.db,
    sql`select ${cardFields}, ${posts.queued} as "queued" from ${cardTables} where ${which} order by ${posts.dueAt}, ${posts.id}`,
  );
}

async function countMissed(scope: Scope, channelId: string): Promise<number> {
  const [row] = await scope.db
    .select({ count: sql<number>`count(*)::int` })
    .from(posts)
    .where(
      and(
        ofChannel(scope, channelId),
        eq(posts.state, 'held'),
        posts.queued,
        sql`${posts.dueAt} < ${scope.now.toISOString()}::timestamptz`,
      ),
    );
  return row?.count ?? 0;
}

function ofChannel(scope: Scope, channelId: string): SQL | undefined {
  return and(eq(posts.workspaceId, scope.workspaceId), eq(posts.channelId, channelId));
}
