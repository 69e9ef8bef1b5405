import { type ListedPost, listPosts } from '@mobilise/contracts/posts';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../call.ts';
import { groupHeld } from './held-groups.ts';

type Which = Pick<ListedPost, 'state'> & { files?: 'failed' };

const waitingQuery = (workspaceId: string, which: Which) =>
  infiniteQueryOptions({
    queryKey: ['posts', workspaceId, 'waiting', which],
    queryFn: ({ pageParam, signal }) =>
      call(listPosts, {
        params: { workspace: workspaceId },
        query: { ...which, limit: 200, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** Every post that is held, will be or was not sent, by why. `more` fetches older ones, while there are any. */
export function useHeldGroups(workspaceId: string) {
  const lists = [
    useInfiniteQuery(waitingQuery(workspaceId, { state: 'held' })),
    useInfiniteQuery(waitingQuery(workspaceId, { state: 'failed' })),
    useInfiniteQuery(waitingQuery(workspaceId, { state: 'needs_person' })),
    useInfiniteQuery(waitingQuery(workspaceId, { state: 'scheduled', files: 'failed' })),
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
