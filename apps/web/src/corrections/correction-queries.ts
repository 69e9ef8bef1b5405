import { getCorrection, listCorrections, startCorrection, updateCorrection } from '@mobilise/contracts/corrections';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { isMoving } from '../posts/after/change-queries.ts';
import { useWorkspace } from '../session.ts';

// What becomes of posts is what a correction shows: so their keys begin like those of posts.
export const correctionsQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'corrections', itemId],
    queryFn: async ({ signal }) =>
      (await call(listCorrections, { params: { workspace: workspaceId, item: itemId }, signal })).data,
  });

export const correctionQuery = (workspaceId: string, correction: string) =>
  queryOptions({
    queryKey: ['posts', workspaceId, 'correction', correction],
    queryFn: ({ signal }) => call(getCorrection, { params: { workspace: workspaceId, correction }, signal }),
    refetchInterval: ({ state }) => (isMoving(state.data?.steps.map(({ change }) => change) ?? []) ? 5000 : false),
  });

/** Begins a correction, or changes the sentence of one. */
export function useStatement(itemId: string, known: { id: string; version: number } | null) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    meta: { shown: true },
    mutationFn: (statement: string) =>
      known
        ? call(updateCorrection, {
            params: { workspace, correction: known.id },
            body: { version: known.version, statement },
          })
        : call(startCorrection, { params: { workspace, item: itemId }, body: { statement } }),
    onSuccess: (saved) => client.setQueryData(correctionQuery(workspace, saved.id).queryKey, saved),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts', workspace] }),
  });
}
