import type { Channel } from '@mobilise/contracts/channels';
import { allows } from '@mobilise/contracts/post-states';
import { listPosts, type PostCard } from '@mobilise/contracts/posts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { channelsQuery } from '../queries.ts';

/** The newest posts of a channel; enough to say what pausing, resuming or removing would do. */
export const channelPostsQuery = (workspaceId: string, channelId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'of-channel', channelId],
    queryFn: async ({ signal }) =>
      (await call(listPosts, { params: { workspace: workspaceId }, query: { channel: channelId, limit: 200 }, signal }))
        .data,
  });

/** Posts that wait for their channel: it is paused, or has lost its connection. */
export function waitingFor(posts: readonly PostCard[]): number {
  return posts.filter(({ state, holdReason }) => state === 'held' && holdReason === 'channel').length;
}

/** Posts that stay on record, and with them their channel. */
export function keptPosts(posts: readonly PostCard[]): number {
  return posts.filter(({ state }) => !allows(state, 'remove')).length;
}

/** Puts the server’s answer into the list at once, then asks for everything that shows the channel. */
export async function showChange(client: QueryClient, workspaceId: string, channel: Channel): Promise<void> {
  client.setQueryData(channelsQuery(workspaceId).queryKey, (list) =>
    list?.some(({ id }) => id === channel.id)
      ? list.map((one) => (one.id === channel.id ? channel : one))
      : list && [...list, channel],
  );
  await refreshChannels(client, workspaceId);
}

/** Asks again for the channels and the posts on them. */
export async function refreshChannels(client: QueryClient, workspaceId: string): Promise<void> {
  await Promise.all(['channels', 'posts'].map((noun) => client.invalidateQueries({ queryKey: [noun, workspaceId] })));
}
