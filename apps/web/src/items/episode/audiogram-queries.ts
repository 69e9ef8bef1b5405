import {
  type Audiogram,
  type AudiogramPart,
  type AudiogramShape,
  listAudiograms,
  makeAudiogram,
  removeAudiogram,
  stopAudiogram,
} from '@mobilise/contracts/audiograms';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../call.ts';
import { useWorkspace } from '../../session.ts';

/** Milliseconds between looks at what is being made: how far it is is announced less often than it changes. */
const watchEvery = 2000;

export const isUnderWay = ({ state }: Audiogram) => state === 'waiting' || state === 'making';

export const audiogramsQuery = (workspaceId: string, itemId: string) =>
  queryOptions({
    queryKey: ['items', workspaceId, 'audiograms', itemId],
    queryFn: async ({ signal }) =>
      (await call(listAudiograms, { params: { workspace: workspaceId, item: itemId }, signal })).data,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? watchEvery : false),
  });

/** Asks for audiograms, one of each shape; and takes them away, or stops them. */
export function useAudiograms(itemId: string) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const { queryKey } = audiogramsQuery(workspace, itemId);
  const params = { workspace, item: itemId };
  const make = useMutation({
    mutationFn: async ({ parts, settle }: { parts: readonly AudiogramPart[]; settle?: () => Promise<unknown> }) => {
      // They are made of what is saved.
      await settle?.();
      for (const body of parts) {
        const { data } = await call(makeAudiogram, { params, body });
        client.setQueryData(queryKey, data);
      }
    },
  });
  const ending = (route: typeof removeAudiogram | typeof stopAudiogram) => ({
    mutationFn: ({ revision, shape }: Pick<Audiogram, 'revision' | 'shape'>) =>
      call(route, { params: { ...params, number: String(revision), shape } }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const remove = useMutation(ending(removeAudiogram));
  const stop = useMutation(ending(stopAudiogram));
  return { make, remove, stop };
}

/** The shapes in words, with where each is at home. */
export const shapeWords: Record<AudiogramShape, { label: string; used: string; box: string }> = {
  landscape: { label: 'Wide, 16:9', used: 'YouTube and websites', box: 'h-4 w-7' },
  square: { label: 'Square, 1:1', used: 'Feeds of most social channels', box: 'size-5' },
  portrait: { label: 'Tall, 9:16', used: 'Stories, Reels and Shorts', box: 'h-7 w-4' },
};
