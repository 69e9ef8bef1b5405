import { listItems } from '@mobilise/contracts/items';
import { getPost } from '@mobilise/contracts/posts';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { postKey } from '../scheduling/post-change.ts';

/** States that end by themselves within seconds; a page that shows one looks again in case the live stream is late. */
const passing = new Set(['claimed', 'sending', 'unconfirmed']);

export const postQuery = (workspaceId: string, postId: string) =>
  queryOptions({
    queryKey: postKey(workspaceId, postId),
    queryFn: ({ signal }) => call(getPost, { params: { workspace: workspaceId, post: postId }, signal }),
    refetchInterval: ({ state }) => (state.data && passing.has(state.data.state) ? 5000 : false),
  });

/** The items last worked on, to choose one to post. */
export const recentItemsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['items', workspaceId, 'recent'],
    queryFn: async ({ signal }) =>
      (await call(listItems, { params: { workspace: workspaceId }, query: { limit: 100 }, signal })).data,
  });
