import type { Slot } from '@mobilise/contracts/slots';
import { channelSlots } from '@mobilise/db/schema/slots';
import { and, asc, eq } from 'drizzle-orm';
import type { Scope } from './scope.ts';

/** The weekly slots of a channel, from Monday; none for a channel that is not of this workspace. */
export function readSlots(scope: Scope, channelId: string): Promise<Slot[]> {
  return scope.db
    .select({ weekday: channelSlots.weekday, time: channelSlots.time })
    .from(channelSlots)
    .where(and(eq(channelSlots.workspaceId, scope.workspaceId), eq(channelSlots.channelId, channelId)))
    .orderBy(asc(channelSlots.weekday), asc(channelSlots.time));
}
