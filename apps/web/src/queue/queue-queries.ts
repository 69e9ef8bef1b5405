import { getQueue } from '@mobilise/contracts/queue';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** A channel's queue. Kept among the posts, which move it. */
export const queueQuery = (workspaceId: string, channelId: string, weeks: number) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'queue', channelId, weeks],
    queryFn: ({ signal }) =>
      call(getQueue, { params: { workspace: workspaceId, channel: channelId }, query: { weeks }, signal }),
    placeholderData: keepPreviousData,
    // A slot passes without anybody announcing it.
    refetchInterval: 60_000,
  });
