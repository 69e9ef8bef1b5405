import { listCampaigns } from '@mobilise/contracts/campaigns';
import { listChannels } from '@mobilise/contracts/channels';
import { publisherStatus } from '@mobilise/contracts/posts';
import { listMembers } from '@mobilise/contracts/team';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/* Lists that several nouns show: filters, pickers, the sidebar. A query of one noun alone lives in its folder. */

export const channelsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['channels', workspaceId, 'list'],
    queryFn: async ({ signal }) => (await call(listChannels, { params: { workspace: workspaceId }, signal })).data,
  });

export const campaignsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['campaigns', workspaceId, 'list'],
    queryFn: async ({ signal }) => (await call(listCampaigns, { params: { workspace: workspaceId }, signal })).data,
  });

export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['members', workspaceId, 'list'],
    queryFn: async ({ signal }) => (await call(listMembers, { params: { workspace: workspaceId }, signal })).data,
  });

/** Asked again each half minute: a publisher that stopped announces nothing. */
export const publisherQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'publisher'],
    queryFn: ({ signal }) => call(publisherStatus, { params: { workspace: workspaceId }, signal }),
    refetchInterval: 30_000,
  });
