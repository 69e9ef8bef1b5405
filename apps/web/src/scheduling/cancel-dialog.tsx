import { cancelPost, getPost } from '@mobilise/contracts/posts';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { showNotice } from '../ui/toast.tsx';
import type { Ask } from './asking.ts';
import { sayNotComing } from './behind-words.ts';
import { sayChannels } from './own-words.ts';
import { postKey, usePostChange } from './post-change.ts';

/** Asks why, before a post is cancelled. */
export function CancelDialog({ ask, onClose }: { ask: Extract<Ask, { what: 'cancel' }>; onClose: () => void }) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const [first] = ask.cards;
  // Cards do not know what follows them.
  const posts = useQueries({
    queries: ask.cards.map(({ id: post }) => ({
      queryKey: postKey(workspace, post),
      queryFn: ({ signal }: { signal: AbortSignal }) => call(getPost, { params: { workspace, post }, signal }),
    })),
  });
  const notComing = sayNotComing(posts.flatMap(({ data }) => data ?? []));
  const submit = async () => {
    setPending(true);
    const answers = await Promise.allSettled(
      ask.cards.map(({ id: post, version }) =>
        change(() =>
          call(cancelPost, {
            params: { workspace, post },
            body: { version, ...(reason.trim() && { reason: reason.trim() }) },
          }),
        ),
      ),
    );
    setPending(false);
    const refused = answers.find(({ status }) => status === 'rejected');
    if (refused?.status === 'rejected') return setError(refused.reason);
    showNotice({ text: `“${first?.title}” is cancelled. It stays on record.` });
    onClose();
  };
  return (
    <Dialog title={`Cancel “${first?.title}”?`} isOpen onClose={onClose} size="narrow" role="alertdialog">
      <div className="flex flex-col gap-4">
        <p>
          It will not be sent to {sayChannels(ask.cards)}. {notComing && `${notComing} `}It stays on record, and can be
          scheduled again.
        </p>
        <TextArea
          label="Why, for the record"
          description="Not needed."
          value={reason}
          onChange={setReason}
          maxLength={500}
          rows={2}
        />
        <FormProblem error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button look="danger" onPress={() => void submit()} isPending={isPending}>
            Cancel the post
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
