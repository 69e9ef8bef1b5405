import { findPublishing, getPublishing } from '@mobilise/contracts/publishing';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/* Named as posts, so that the live stream fetches them again with every change of one; channels and holds bring posts along. */

/** Asked again every few seconds while it is looked at: publishers announce neither that they live nor what they take. */
export const publishingQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'publishing'],
    queryFn: ({ signal }) => call(getPublishing, { params: { workspace: workspaceId }, signal }),
    refetchInterval: 5000,
  });

/** The posts that somebody may mean; nobody is asked for until something is typed. */
export const foundQuery = (workspaceId: string, search: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'publishing', search],
    queryFn: ({ signal }) => call(findPublishing, { params: { workspace: workspaceId }, query: { search }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
