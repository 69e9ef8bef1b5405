import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import { useNewIds } from '../use-new-ids.ts';
import type { Ask } from './asking.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { usePostCalls } from './post-change.ts';

/** Makes drafts of a post’s item on other channels, each with words that fit it. */
export function DuplicateDialog({ ask, onClose }: { ask: Extract<Ask, { what: 'duplicate' }>; onClose: () => void }) {
  const { id: workspace, slug } = useWorkspace();
  const channels = useQuery(channelsQuery(workspace));
  const navigate = useNavigate();
  const { make } = usePostCalls();
  const idFor = useNewIds();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const { itemId, title, channelId: own } = ask.card;
  const submit = async () => {
    setPending(true);
    setError(null);
    const answers = await Promise.allSettled(
      selected.map((channelId) => make({ id: idFor(channelId), itemId, channelId })),
    );
    setPending(false);
    const refused = answers.find(({ status }) => status === 'rejected');
    setSelected(selected.filter((_, index) => answers[index]?.status === 'rejected'));
    if (refused?.status === 'rejected') return setError(refused.reason);
    const [first] = answers;
    showNotice({
      text: selected.length === 1 ? 'A draft is made.' : `${selected.length} drafts are made.`,
      ...(first?.status === 'fulfilled' && {
        action: { label: 'Open it', run: () => void navigate({ to: `/w/${slug}/posts/${first.value.id}` as string }) },
      }),
    });
    onClose();
  };
  return (
    <Dialog title={`Duplicate “${title}”`} isOpen onClose={onClose} size="narrow">
      <div className="flex flex-col gap-4">
        <p>Each channel gets a draft with words that fit it. Nothing is sent.</p>
        {channels.error ? (
          <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
        ) : channels.data ? (
          <ChannelChoice
            channels={channels.data.filter(({ id }) => id !== own)}
            selected={selected}
            onChange={setSelected}
          />
        ) : (
          <SkeletonRows rows={2} />
        )}
        <FormProblem error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Close</Button>
          <Button look="primary" onPress={() => void submit()} isPending={isPending} isDisabled={selected.length === 0}>
            Make {selected.length > 1 ? `${selected.length} drafts` : 'a draft'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
