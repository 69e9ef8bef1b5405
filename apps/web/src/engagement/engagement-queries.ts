import { postEngagement, rankEngagement } from '@mobilise/contracts/engagement';
import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** What the ranking and its CSV file are asked for. */
export interface RankQuery {
  from: string;
  to: string;
  channel?: string;
  kind?: ItemKind;
}

export const rankQuery = (workspaceId: string, query: RankQuery) =>
  queryOptions({
    queryKey: ['engagement', workspaceId, 'rank', query],
    queryFn: ({ signal }) => call(rankEngagement, { params: { workspace: workspaceId }, query, signal }),
  });

export const postEngagementQuery = (workspaceId: string, postId: string) =>
  queryOptions({
    queryKey: ['engagement', workspaceId, 'post', postId],
    queryFn: ({ signal }) => call(postEngagement, { params: { workspace: workspaceId, post: postId }, signal }),
  });
