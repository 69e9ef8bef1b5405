import { getItem, listItems } from '@mobilise/contracts/items';
import { getAsset } from '@mobilise/contracts/media';
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

export const postItemQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: ['items', workspaceId, 'one', itemId],
    queryFn: ({ signal }) => call(getItem, { params: { workspace: workspaceId, item: itemId }, signal }),
    refetchInterval: ({ state }) => (state.data?.files.state === 'wanted' ? 2000 : false),
  });

/** The items last worked on, to choose one to post. */
export const recentItemsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['items', workspaceId, 'recent'],
    queryFn: async ({ signal }) =>
      (await call(listItems, { params: { workspace: workspaceId }, query: { limit: 100 }, signal })).data,
  });

export const postAssetQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: ['assets', workspaceId, 'one', assetId],
    queryFn: ({ signal }) => call(getAsset, { params: { workspace: workspaceId, asset: assetId }, signal }),
  });
