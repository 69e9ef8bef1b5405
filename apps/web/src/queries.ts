import { listCampaigns } from '@mobilise/contracts/campaigns';
import { listChannels } from '@mobilise/contracts/channels';
import { listHolds } from '@mobilise/contracts/holds';
import { listTags } from '@mobilise/contracts/items';
import { publisherStatus } from '@mobilise/contracts/posts';
import { listMembers } from '@mobilise/contracts/team';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { untilNextTurn } from './holds/hold-phase.ts';

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

/** Tags that items have, the most used first. */
export const tagsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['items', workspaceId, 'tags'],
    queryFn: async ({ signal }) => (await call(listTags, { params: { workspace: workspaceId }, signal })).data,
  });

/** Holds in force or ahead. Asked again when one begins or ends by its date: nobody announces that. */
export const holdsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['holds', workspaceId, 'list'],
    queryFn: async ({ signal }) => (await call(listHolds, { params: { workspace: workspaceId }, signal })).data,
    refetchInterval: ({ state }) => untilNextTurn(state.data ?? [], Date.now()),
  });

/** Asked again each half minute: a publisher that stopped announces nothing. */
export const publisherQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'publisher'],
    queryFn: ({ signal }) => call(publisherStatus, { params: { workspace: workspaceId }, signal }),
    refetchInterval: 30_000,
  });
