import { publishNow } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../call.ts';
import { HoldNote, useHoldOver } from '../holds/hold-note.tsx';
import { itemQuery } from '../items/item-queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { showNotice } from '../ui/toast.tsx';
import type { Ask } from './asking.ts';
import { filesFirst, filesFirstOf, hasFiles, sayGoesOut, sayGoing, sayWhenOut } from './files-first.ts';
import { sayChannels } from './own-words.ts';
import { usePostChange } from './post-change.ts';
import { Refusal } from './refusal.tsx';

/** Asks before something goes out at once. */
export function PublishDialog({ ask, onClose }: { ask: Extract<Ask, { what: 'publish' }>; onClose: () => void }) {
  const { id: workspace, zone } = useWorkspace();
  const change = usePostChange();
  const [refused, setRefused] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [done, setDone] = useState<readonly string[]>([]);
  const [override, setOverride] = useState('');
  const [isPending, setPending] = useState(false);
  const [first] = ask.cards;
  const left = ask.cards.filter(({ id }) => !done.includes(id));
  const hold = useHoldOver(left);
  // A draft goes out with what is newest of its item.
  const isNewest = first?.state === 'draft' && hasFiles(first.kind);
  const item = useQuery({ ...itemQuery(workspace, first?.itemId ?? ''), enabled: isNewest });
  const files = !first ? null : !isNewest ? filesFirstOf(first) : item.data ? filesFirst(item.data) : null;
  const submit = async () => {
    setPending(true);
    const answers = await Promise.allSettled(
      left.map(({ id: post, version }) =>
        change(() =>
          call(publishNow, {
            params: { workspace, post },
            body: { version, ...(override.trim() && { override: override.trim() }) },
          }),
        ),
      ),
    );
    setPending(false);
    setRefused(
      new Map(
        left.flatMap(({ id }, index) => (answers[index]?.status === 'rejected' ? [[id, answers[index].reason]] : [])),
      ),
    );
    setDone([...done, ...left.flatMap(({ id }, index) => (answers[index]?.status === 'fulfilled' ? [id] : []))]);
    if (answers.some(({ status }) => status === 'rejected')) return;
    const isHeld = answers.some((answer) => answer.status === 'fulfilled' && answer.value.state === 'held');
    showNotice({
      text: isHeld
        ? `“${first?.title}” is held: it goes out once it is approved and its channel is ready.`
        : `“${first?.title}” ${sayGoing(files, sayChannels(ask.cards))}`,
    });
    onClose();
  };
  return (
    <Dialog
      title={`Publish “${first?.title}” ${sayWhenOut(files)}?`}
      isOpen
      onClose={onClose}
      size="narrow"
      role="alertdialog"
    >
      <div className="flex flex-col gap-4">
        {hold ? (
          <HoldNote hold={hold} />
        ) : isNewest && item.isPending ? (
          <SkeletonRows rows={2} />
        ) : isNewest && item.error ? (
          <FormProblem error={item.error} />
        ) : (
          <p>
            {sayGoesOut(
              files,
              sayChannels(left),
              'It can be deleted afterwards where the channel allows it; who has seen it has seen it.',
            )}
          </p>
        )}
        {[...refused].map(([id, problem]) => (
          <Refusal
            key={id}
            problem={problem}
            where={ask.cards.length > 1 ? sayChannels(ask.cards.filter((card) => card.id === id)) : null}
            zone={zone}
            itemId={first?.itemId ?? ''}
            postId={id}
            override={override}
            onOverride={setOverride}
            disambiguation={null}
            onDisambiguation={() => {}}
            onTime={() => {}}
          />
        ))}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button look="primary" onPress={() => void submit()} isPending={isPending || (isNewest && item.isPending)}>
            Publish {sayWhenOut(files)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
