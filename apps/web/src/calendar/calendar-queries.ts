import { listItems } from '@mobilise/contracts/items';
import { getCalendar, listPosts } from '@mobilise/contracts/posts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { calendarKey } from '../scheduling/post-change.ts';
import type { CalendarFilters } from './calendar-search.ts';

/** The posts between two dates, both included. */
export const calendarQuery = (workspaceId: string, range: { from: string; to: string }, filters: CalendarFilters) =>
  queryOptions({
    queryKey: [...calendarKey(workspaceId), { ...range, ...filters }],
    queryFn: ({ signal }) =>
      call(getCalendar, { params: { workspace: workspaceId }, query: { ...range, ...filters }, signal }),
  });

/** Posts without a time. */
export const draftsQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['posts', workspaceId, 'drafts'],
    queryFn: ({ pageParam, signal }) =>
      call(listPosts, {
        params: { workspace: workspaceId },
        query: { state: 'draft', limit: 50, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** Items that no post was made of. */
export const unpostedQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['items', workspaceId, 'unposted'],
    queryFn: ({ pageParam, signal }) =>
      call(listItems, {
        params: { workspace: workspaceId },
        query: { posts: 'none', limit: 50, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
