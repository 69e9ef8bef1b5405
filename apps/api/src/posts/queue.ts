import type { Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import type { nextSlots as nextRoute, queuePost as queueRoute } from '@mobilise/contracts/queue';
import type { RouteRequest, RouteResponse } from '@mobilise/contracts/route';
import { items } from '@mobilise/db/schema/items';
import { channelSlots } from '@mobilise/db/schema/slots';
import { workspaces } from '@mobilise/db/schema/team';
import { and, eq } from 'drizzle-orm';
import { readSlots } from '../channel-slots.ts';
import type { Scope } from '../scope.ts';
import { nextFree } from './free-slots.ts';
import { momentOf } from './moment.ts';
import { put } from './schedule.ts';

/**
 * Schedules a post for the next free slot of its channel, by the rules of scheduling. Times of one queue are given out one after
 * the other, so no two posts get the same. Problems: those of scheduling, `conflict` when the channel has no free slot.
 */
export function queuePost(scope: Scope, id: string, body: RouteRequest<typeof queueRoute>['body']): Promise<Post> {
  return put(scope, id, body, {
    command: 'schedule',
    action: 'queued',
    queued: true,
    when: async (scope, { item, channel, zone }) => {
      const slots = await readSlots(scope, channel.id);
      if (slots.length === 0)
        throw new Problem('conflict', `${channel.name} has no slots yet. Add some on its page, or choose a time.`);
      const free = await nextFree(scope, slots, { itemId: item.id, channelId: channel.id, zone }, id);
      if (!free)
        throw new Problem(
          'conflict',
          `Every slot of ${channel.name} is taken for a year. Add slots, or choose a time.`,
        );
      return momentOf(scope, zone, free);
    },
  });
}

/** The next free slot of every channel that has slots, for an item when one is named. Problem `not_found` for another’s item. */
export async function nextSlots(scope: Scope, itemId?: string): Promise<RouteResponse<typeof nextRoute>> {
  const [workspace] = await scope.db
    .select({ zone: workspaces.zone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId));
  if (itemId !== undefined) await itemOrThrow(scope, itemId);
  const rows = await scope.db.select().from(channelSlots).where(eq(channelSlots.workspaceId, scope.workspaceId));
  const data: RouteResponse<typeof nextRoute>['data'] = [];
  for (const [channelId, slots] of Map.groupBy(rows, (row) => row.channelId)) {
    const free = await nextFree(scope, slots, { itemId: itemId ?? null, channelId, zone: workspace?.zone ?? 'UTC' });
    data.push({ channelId, wallTime: free?.wallTime ?? null });
  }
  return { data };
}

async function itemOrThrow(scope: Scope, id: string): Promise<void> {
  const [item] = await scope.db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, id)));
  if (!item) throw new Problem('not_found', 'There is no such item in this workspace.');
}
