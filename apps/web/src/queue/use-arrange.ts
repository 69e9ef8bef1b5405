import { arrangeQueue, type Queue } from '@mobilise/contracts/queue';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { showNotice } from '../ui/toast.tsx';
import { type Change, carryOut, undo } from './planning.ts';

interface Arranging {
  changes: readonly Change[];
  /** What to say once it is done. */
  words: string;
  isUndo?: boolean;
}

/**
 * Moves posts of a channel's queue: on the screen at once, on the server after that, in the order in which they were asked for. What
 * is refused moves nothing, and the queue is shown as it is.
 * @param isErrorShown whether the caller says why it was refused
 */
export function useArrange(channelId: string, { isErrorShown = false } = {}) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const key = ['posts', workspace, 'queue', channelId];
  const arrange = useMutation({
    mutationKey: key,
    meta: { shown: isErrorShown },
    scope: { id: key.join(' ') },
    mutationFn: ({ changes }: Arranging) =>
      call(arrangeQueue, {
        params: { workspace, channel: channelId },
        body: { posts: changes.map(({ post: { id, version }, to }) => ({ id, version, wallTime: to })) },
      }),
    onMutate: async ({ changes }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueriesData<Queue>({ queryKey: key });
      client.setQueriesData<Queue>(
        { queryKey: key },
        (queue) => queue && { ...queue, posts: carryOut(queue.posts, changes) },
      );
      return before;
    },
    onError: (_error, _arranging, before) => {
      for (const [queryKey, queue] of before ?? []) client.setQueryData(queryKey, queue);
    },
    onSuccess: (_, { changes, words, isUndo }) => {
      showNotice({
        text: words,
        ...(!isUndo && {
          action: {
            label: 'Undo',
            run: () => arrange.mutate({ changes: undo(changes), words: 'Back as it was.', isUndo: true }),
          },
        }),
      });
    },
    onSettled: () => {
      // While another waits its turn, the server does not know of it yet.
      if (client.isMutating({ mutationKey: key }) <= 1)
        void client.invalidateQueries({ queryKey: ['posts', workspace] });
    },
  });
  return arrange;
}
