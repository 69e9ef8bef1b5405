import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { type changeSlots as changeRoute, mostSlots, type Slot } from '@mobilise/contracts/slots';
import { channelSlots } from '@mobilise/db/schema/slots';
import { and, eq, or } from 'drizzle-orm';
import { readSlots } from '../channel-slots.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockChannel, readRow } from './locks.ts';

/** The weekly slots of a channel. Problem `not_found`. */
export async function listSlots(scope: Scope, id: string): Promise<{ data: Slot[] }> {
  await readRow(scope, id);
  return { data: await readSlots(scope, id) };
}

/**
 * Adds and removes slots. Posts keep their times: the queue shows which of them fit no slot any more. Problems: `not_found`,
 * `conflict` when there would be too many.
 */
export function changeSlots(
  scope: Scope,
  id: string,
  { add, remove }: RouteRequest<typeof changeRoute>['body'],
): Promise<{ data: Slot[] }> {
  return inTransaction(scope, async (scope) => {
    const channel = await lockChannel(scope, id);
    const named = remove.map((slot) => and(eq(channelSlots.weekday, slot.weekday), eq(channelSlots.time, slot.time)));
    const removed =
      named.length === 0
        ? []
        : await scope.db
            .delete(channelSlots)
            .where(and(eq(channelSlots.workspaceId, scope.workspaceId), eq(channelSlots.channelId, id), or(...named)))
            .returning({ weekday: channelSlots.weekday, time: channelSlots.time });
    const added =
      add.length === 0
        ? []
        : await scope.db
            .insert(channelSlots)
            .values(add.map((slot) => ({ ...slot, workspaceId: scope.workspaceId, channelId: id })))
            .onConflictDoNothing()
            .returning({ weekday: channelSlots.weekday, time: channelSlots.time });
    const data = await readSlots(scope, id);
    if (data.length > mostSlots)
      throw new Problem('conflict', `A channel has at most ${mostSlots} slots a week. Remove some, then add others.`);
    if (removed.length + added.length > 0)
      await record(scope, {
        action: 'changed the slots of',
        noun: 'channels',
        id,
        subject: channel.name,
        detail: { added, removed },
      });
    return { data };
  });
}
