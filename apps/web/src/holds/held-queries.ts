import type { PostState } from '@mobilise/contracts/post-states';
import { listPosts } from '@mobilise/contracts/posts';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../call.ts';
import { groupHeld } from './held-groups.ts';

const waitingQuery = (workspaceId: string, state: PostState) =>
  infiniteQueryOptions({
    queryKey: ['posts', workspaceId, 'waiting', state],
    queryFn: ({ pageParam, signal }) =>
      call(listPosts, {
        params: { workspace: workspaceId },
        query: { state, limit: 200, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** Every post that is held or was not sent, by why. `more` fetches older ones, while there are any. */
export function useHeldGroups(workspaceId: string) {
  const lists = [
    useInfiniteQuery(waitingQuery(workspaceId, 'held')),
    useInfiniteQuery(waitingQuery(workspaceId, 'failed')),
    useInfiniteQuery(waitingQuery(workspaceId, 'needs_person')),
  ];
  const rest = lists.filter(({ hasNextPage }) => hasNextPage);
  return {
    groups: groupHeld(lists.flatMap(({ data }) => data?.pages.flatMap(({ data }) => data) ?? [])),
    isPending: lists.some(({ data, error }) => !data && !error),
    error: lists.find(({ data, error }) => !data && error)?.error ?? null,
    retry: () => lists.forEach(({ refetch }) => void refetch()),
    more: rest.length > 0 && (() => rest.forEach(({ fetchNextPage }) => void fetchNextPage())),
    isFetchingMore: lists.some(({ isFetchingNextPage }) => isFetchingNextPage),
  };
}
