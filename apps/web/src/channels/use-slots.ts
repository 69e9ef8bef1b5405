import { changeSlots, listSlots, type Slot } from '@mobilise/contracts/slots';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { showNotice } from '../ui/toast.tsx';

export const slotsQuery = (workspaceId: string, channelId: string) =>
  queryOptions({
    queryKey: ['channels', workspaceId, 'slots', channelId],
    queryFn: async ({ signal }) =>
      (await call(listSlots, { params: { workspace: workspaceId, channel: channelId }, signal })).data,
  });

interface Changing {
  add?: readonly Slot[];
  remove?: readonly Slot[];
  /** What to say once it is done. */
  words: string;
  isUndo?: boolean;
}

/** Adds and removes slots of a channel; what was done can be undone. */
export function useSlotChange(channelId: string) {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const change = useMutation({
    meta: { shown: true },
    mutationFn: ({ add = [], remove = [] }: Changing) =>
      call(changeSlots, {
        params: { workspace, channel: channelId },
        body: { add: [...add], remove: [...remove] },
      }),
    onSuccess: ({ data }, { add = [], remove = [], words, isUndo }) => {
      client.setQueryData(slotsQuery(workspace, channelId).queryKey, data);
      // Which posts fit a slot, and which slot is the next that is free, is another matter now.
      void client.invalidateQueries({ queryKey: ['posts', workspace] });
      const undo = () => change.mutate({ add: remove, remove: add, words: 'Back as it was.', isUndo: true });
      showNotice({ text: words, ...(!isUndo && { action: { label: 'Undo', run: undo } }) });
    },
  });
  return change;
}
