import { channelKindOf } from '@mobilise/contracts/channels';
import type { Post } from '@mobilise/contracts/posts';
import { nextSlots } from '@mobilise/contracts/queue';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { sayScheduled, sayWhen } from './own-words.ts';

/** The next free slot of each channel that has slots: the wall time, or null when all of a year are taken. */
export type NextSlots = ReadonlyMap<string, string | null>;

export const nextSlotsQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'next-slots', itemId],
    queryFn: async ({ signal }): Promise<NextSlots> => {
      const { data } = await call(nextSlots, { params: { workspace: workspaceId }, query: { item: itemId }, signal });
      return new Map(data.map(({ channelId, wallTime }) => [channelId, wallTime]));
    },
    // Others queue too, and slots pass.
    staleTime: 0,
    refetchInterval: 60_000,
  });

/** `Next free: Tue 1 Dec, 09:00`, for the channels named; of several each with its name. Null when none of them has slots. */
export function sayNextFree(channels: readonly { id: string; name: string }[], slots: NextSlots): string | null {
  const withSlots = channels.filter(({ id }) => slots.has(id));
  const say = (id: string) => {
    const wallTime = slots.get(id);
    return wallTime ? sayWhen(wallTime) : 'all taken for a year';
  };
  const [first] = withSlots;
  if (!first) return null;
  if (channels.length === 1) return `Next free: ${say(first.id)}`;
  return `Next free: ${withSlots.map(({ id, name }) => `${name} ${say(id)}`).join('; ')}`;
}

/** The names of those that cannot be queued on: they have no slots, or none that is free. */
export function withoutSlot(channels: readonly { id: string; name: string }[], slots: NextSlots): string[] {
  return channels.filter(({ id }) => !slots.get(id)).map(({ name }) => name);
}

/** What queueing came to: `In the queue for Tue 1 Dec, 09:00.`, of several posts each with its channel, and what is held. */
export function sayQueued(posts: readonly Pick<Post, 'state' | 'holdReason' | 'wallTime' | 'channelKind'>[]): string {
  if (posts.length === 1) return sayScheduled(posts, 'In the queue for');
  const times = posts.map(
    ({ channelKind, wallTime }) => `${channelKindOf(channelKind).label} ${sayWhen(wallTime ?? '')}`,
  );
  const held = posts.some(({ state }) => state === 'held');
  return `In the queue: ${times.join('; ')}.${held ? ' What waits for approval or for its channel is held until then.' : ''}`;
}
