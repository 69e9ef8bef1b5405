import { endHold, type Hold } from '@mobilise/contracts/holds';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Confirm } from '../ui/confirm.tsx';
import { showNotice } from '../ui/toast.tsx';
import { sayEnded, sayEnding } from './ending-words.ts';

/** Asks before a hold is ended, then leads to what it kept. */
export function EndDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { id: workspace, slug } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const end = useMutation({
    meta: { shown: true },
    mutationFn: () => call(endHold, { params: { workspace, hold: hold.id } }),
    onSuccess: async (ended) => {
      onClose();
      showNotice({ text: sayEnded(ended) });
      void Promise.all(['holds', 'posts'].map((noun) => client.invalidateQueries({ queryKey: [noun, workspace] })));
      if (ended.held > 0) await navigate({ to: `/w/${slug}/held` as string });
    },
    onError: () => client.invalidateQueries({ queryKey: ['holds', workspace] }),
  });
  return (
    <Confirm
      title="End the hold?"
      isOpen
      onClose={onClose}
      action="End the hold"
      look="primary"
      onConfirm={() => end.mutate()}
      isPending={end.isPending}
      error={end.error}
    >
      <p className="font-medium">{hold.reason}</p>
      <p>{sayEnding(hold, new Date())}</p>
    </Confirm>
  );
}
