import { channelKindOf } from '@mobilise/contracts/channels';
import { withPart } from '@mobilise/contracts/part-name';
import { isFinal } from '@mobilise/contracts/post-changes';
import type { Post, PostCard } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { itemPostsQuery } from '../../items/item-queries.ts';
import { channelsQuery } from '../../queries.ts';
import { sayLeftBehind } from '../../scheduling/behind-words.ts';
import { useWorkspace } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showNotice } from '../../ui/toast.tsx';
import { useChangePost } from './change-queries.ts';
import { removalWords } from './change-words.ts';

/** Says what deleting does on each channel, before it is done; here alone, or wherever else the item is out. */
export function RemoveDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const { id: workspaceId } = useWorkspace();
  const { mutateAsync } = useChangePost();
  const out = useQuery(itemPostsQuery(workspaceId, post.itemId)).data?.filter(
    ({ id, state }) => state === 'published' && id !== post.id,
  );
  const others = out?.filter(({ channelKind }) => !isFinal(channelKind));
  const finals = out?.filter(({ channelKind }) => isFinal(channelKind)) ?? [];
  const channels = useQuery(channelsQuery(workspaceId)).data ?? [];
  const [also, setAlso] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [isPending, setPending] = useState(false);
  const nameOf = (of: Pick<PostCard, 'channelId' | 'channelKind' | 'part'>) =>
    withPart(channels.find(({ id }) => id === of.channelId)?.name ?? channelKindOf(of.channelKind).label, of);
  const leftBehind = sayLeftBehind(post);
  const all = [post, ...(others ?? [])];
  const chosen = all.filter(({ id }) => (id === post.id || also.has(id)) && !done.has(id));
  const isEverywhere = others !== undefined && others.length > 0 && others.every(({ id }) => also.has(id));
  const submit = async () => {
    setPending(true);
    const failed = new Map<string, unknown>();
    const gone = new Set(done);
    for (const { id, version } of chosen) {
      const words = reason.trim();
      await mutateAsync({ post: id, body: { kind: 'remove', version, ...(words && { reason: words }) } }).then(
        () => gone.add(id),
        (problem: unknown) => failed.set(id, problem),
      );
    }
    setPending(false);
    setDone(gone);
    setProblems(failed);
    if (failed.size > 0) return;
    showNotice({ text: 'It is being deleted. How it goes is said with the post.' });
    onClose();
  };
  return (
    <Dialog title={`Delete “${post.title}” from ${nameOf(post)}?`} isOpen onClose={onClose} role="alertdialog">
      <div className="flex flex-col gap-4">
        <p>
          {removalWords[post.channelKind]} What it achieved stays on record. It cannot be brought back; the item can be
          posted again.
        </p>
        {leftBehind && <p>{leftBehind}</p>}
        {others && others.length > 0 && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="pb-1.5 font-medium">It is out elsewhere, too</legend>
            <Checkbox
              isSelected={isEverywhere}
              isIndeterminate={!isEverywhere && also.size > 0}
              onChange={(isAll) => setAlso(new Set(isAll ? others.map(({ id }) => id) : []))}
            >
              {finals.length > 0 ? 'Delete it wherever it can be' : 'Delete it everywhere'}
            </Checkbox>
            {others.map((other) => (
              <Checkbox
                key={other.id}
                className="ml-6"
                isSelected={also.has(other.id)}
                onChange={(isChosen) =>
                  setAlso(
                    (before) =>
                      new Set([...[...before].filter((id) => id !== other.id), ...(isChosen ? [other.id] : [])]),
                  )
                }
              >
                <span className="flex flex-col">
                  {nameOf(other)}
                  <span className="text-small text-ink-soft">{removalWords[other.channelKind]}</span>
                </span>
              </Checkbox>
            ))}
          </fieldset>
        )}
        {finals.map((final) => (
          <p key={final.id} className="text-small text-ink-soft">
            {nameOf(final)}: {removalWords[final.channelKind]}
          </p>
        ))}
        <TextArea
          label="Why, for the record"
          description="Not needed, and not public."
          value={reason}
          onChange={setReason}
          maxLength={500}
          rows={2}
        />
        {all.map(
          (one) =>
            problems.has(one.id) && (
              <div key={one.id} className="flex flex-col gap-1">
                <p className="font-medium">{nameOf(one)}</p>
                <FormProblem error={problems.get(one.id)} />
              </div>
            ),
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>Keep it as it is</Button>
          <Button look="danger" onPress={() => void submit()} isPending={isPending} isDisabled={chosen.length === 0}>
            {chosen.length > 1 ? `Delete from ${chosen.length} channels` : 'Delete it'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
