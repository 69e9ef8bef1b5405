import { getItem, getRevision, listItems, listRevisions } from '@mobilise/contracts/items';
import { listPosts } from '@mobilise/contracts/posts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import type { ItemFilters } from './search.ts';

/** Milliseconds between looks at an item whose files are being made. */
const watchEvery = 2000;

export const itemsQuery = (workspaceId: string, filters: ItemFilters) =>
  infiniteQueryOptions({
    queryKey: ['items', workspaceId, 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      call(listItems, {
        params: { workspace: workspaceId },
        query: {
          limit: 50,
          ...(pageParam && { cursor: pageParam }),
          ...(filters.kind && { kind: filters.kind }),
          ...(filters.campaign && { campaign: filters.campaign }),
          ...(filters.show && { show: filters.show }),
          ...(filters.tag && { tag: filters.tag }),
          ...(filters.search && { search: filters.search }),
          ...(filters.archived && { archived: 'true' }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** The key of one item, for answers of the server that carry it whole. */
export const itemKey = (workspaceId: string, itemId: string) => ['items', workspaceId, 'one', itemId] as const;

export const itemQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: itemKey(workspaceId, itemId),
    queryFn: ({ signal }) => call(getItem, { params: { workspace: workspaceId, item: itemId }, signal }),
    // How far its files are is announced less often than it changes.
    refetchInterval: ({ state }) => (state.data?.files.state === 'wanted' ? watchEvery : false),
  });

export const revisionsQuery = (workspaceId: string, itemId: string) =>
  infiniteQueryOptions({
    queryKey: ['items', workspaceId, 'revisions', itemId],
    queryFn: ({ pageParam, signal }) =>
      call(listRevisions, {
        params: { workspace: workspaceId, item: itemId },
        query: { limit: 100, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** A revision never changes; only its approval and its posts do, and the list shows those. */
export const revisionQuery = (workspaceId: string, itemId: string, number: number) =>
  queryOptions({
    queryKey: ['revisions', workspaceId, itemId, number],
    queryFn: ({ signal }) => call(getRevision, { params: { workspace: workspaceId, item: itemId, number }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const itemPostsQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'of-item', itemId],
    queryFn: async ({ signal }) =>
      (await call(listPosts, { params: { workspace: workspaceId }, query: { item: itemId, limit: 100 }, signal })).data,
  });
