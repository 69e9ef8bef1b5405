import { getShow, listEpisodes, listImports, listShows, type Show } from '@mobilise/contracts/shows';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Milliseconds between looks at an import that runs, or a cover that is being made. */
const watchEvery = 2000;

export const showsQuery = (workspaceId: string, archived = false) =>
  queryOptions({
    queryKey: ['shows', workspaceId, 'list', archived],
    queryFn: async ({ signal }) =>
      (
        await call(listShows, {
          params: { workspace: workspaceId },
          query: archived ? { archived: 'true' } : {},
          signal,
        })
      ).data,
  });

export const showQuery = (workspaceId: string, showId: string) =>
  queryOptions({
    queryKey: ['shows', workspaceId, 'one', showId],
    queryFn: ({ signal }) => call(getShow, { params: { workspace: workspaceId, show: showId }, signal }),
  });

export const episodesQuery = (workspaceId: string, showId: string) =>
  infiniteQueryOptions({
    queryKey: ['shows', workspaceId, 'episodes', showId],
    queryFn: ({ pageParam, signal }) =>
      call(listEpisodes, {
        params: { workspace: workspaceId, show: showId },
        query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

export const importsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['imports', workspaceId],
    queryFn: async ({ signal }) => (await call(listImports, { params: { workspace: workspaceId }, signal })).data,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? watchEvery : false),
  });

/** Takes an answer of the server that carries a show whole. */
export function keepShow(client: QueryClient, workspaceId: string, show: Show): void {
  client.setQueryData(showQuery(workspaceId, show.id).queryKey, show);
  void client.invalidateQueries({ queryKey: ['shows', workspaceId, 'list'] });
}
