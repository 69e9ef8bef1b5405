import type { Post } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import type { Ask } from './asking.ts';
import { nextSlotsQuery, sayNextFree, sayQueued, withoutSlot } from './next-slots.ts';
import { isForeign, sayZone } from './now.ts';
import { sayChannels } from './own-words.ts';
import { useSendCalls } from './queue-calls.ts';
import { Refusal } from './refusal.tsx';

interface QueueDialogProps {
  ask: Extract<Ask, { what: 'queue' }>;
  onClose: () => void;
  /** Hears of the posts that are in the queue, and what to say about it. */
  onScheduled: (posts: Post[], words: string) => void;
}

/** Says which slot is the next that is free, before a post takes it. */
export function QueueDialog({ ask: { cards }, onClose, onScheduled }: QueueDialogProps) {
  const { id: workspace, zone } = useWorkspace();
  const calls = useSendCalls();
  const [first] = cards;
  const next = useQuery(nextSlotsQuery(workspace, first?.itemId ?? ''));
  const channels = useQuery(channelsQuery(workspace));
  const [done, setDone] = useState<ReadonlyMap<string, Post>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [override, setOverride] = useState('');
  const [isPending, setPending] = useState(false);
  const left = cards.filter(({ id }) => !done.has(id));
  const named = left.map(({ channelId, channelKind }) => ({
    id: channelId,
    name: channels.data?.find(({ id }) => id === channelId)?.name ?? sayChannels([{ channelKind }]),
  }));
  const words = next.data && sayNextFree(named, next.data);
  const without = next.data ? withoutSlot(named, next.data) : [];
  const toQueue = left.filter(({ channelId }) => next.data?.get(channelId));
  const submit = async () => {
    setPending(true);
    const [posts, problems] = [new Map(done), new Map<string, unknown>()];
    for (const card of toQueue) {
      try {
        posts.set(card.id, await calls.queue(card, override.trim()));
      } catch (problem) {
        problems.set(card.id, problem);
      }
    }
    setPending(false);
    setDone(posts);
    setRefused(problems);
    if (problems.size > 0) return;
    onScheduled([...posts.values()], sayQueued([...posts.values()]));
    onClose();
  };
  return (
    <Dialog title={`Add “${first?.title}” to the queue`} isOpen onClose={onClose} size="narrow">
      <div className="flex flex-col gap-4">
        {next.error ? (
          <ErrorState error={next.error} onRetry={() => void next.refetch()} />
        ) : !next.data ? (
          <SkeletonRows rows={1} label="Looking for the next free slot" />
        ) : (
          <div className="flex flex-col gap-1">
            {words && <p className="figures text-lead font-medium">{words}</p>}
            {words && isForeign(zone) && <p className="text-small text-ink-soft">Times of {sayZone(zone)}.</p>}
            {without.length > 0 && <NoSlots names={without} channelId={named[0]?.id ?? ''} />}
          </div>
        )}
        {[...refused].map(([id, problem]) => (
          <Refusal
            key={id}
            problem={problem}
            where={cards.length > 1 ? sayChannels(cards.filter((card) => card.id === id)) : null}
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
          <Button onPress={onClose}>{toQueue.length > 0 ? 'Keep it as it is' : 'Close'}</Button>
          {toQueue.length > 0 && (
            <Button look="primary" onPress={() => void submit()} isPending={isPending}>
              Add to the queue
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Channels that have no slots, or none that is free, and who can add some. */
function NoSlots({ names, channelId }: { names: readonly string[]; channelId: string }) {
  const { slug } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const several = names.length > 1;
  return (
    <>
      <p>
        {names.join(', ')} {several ? 'have' : 'has'} no free slot: {several ? 'they need' : 'it needs'} a time that you
        choose, or slots for the week. {!mayManage && `To add slots: ${askWhom('channels.manage').replace(/^A/, 'a')}`}
      </p>
      {mayManage && (
        <div>
          <LinkButton to={`/w/${slug}/channels${several ? '' : `/${channelId}`}` as string} size="small">
            Add slots
          </LinkButton>
        </div>
      )}
    </>
  );
}
