import { getSeries, listSeries, type SeriesWithOccurrences } from '@mobilise/contracts/series';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';

const seriesKey = (workspaceId: string, id: string) => ['series', workspaceId, 'one', id] as const;

export const seriesListQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['series', workspaceId, 'list'],
    queryFn: async ({ signal }) => (await call(listSeries, { params: { workspace: workspaceId }, signal })).data,
  });

export const seriesQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: seriesKey(workspaceId, id),
    queryFn: ({ signal }) => call(getSeries, { params: { workspace: workspaceId, series: id }, signal }),
  });

/** A change of a series, whose answer is shown at once; its posts are fetched again. Whoever calls shows what is refused. */
export function useSeriesChange(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { shown: true },
    mutationFn: (run: () => Promise<SeriesWithOccurrences>) => run(),
    onSuccess: (series) => client.setQueryData(seriesKey(workspaceId, series.id), series),
    onSettled: () => {
      for (const noun of ['series', 'posts', 'items']) void client.invalidateQueries({ queryKey: [noun, workspaceId] });
    },
  });
}
