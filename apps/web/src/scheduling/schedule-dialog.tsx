import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { useQuery } from '@tanstack/react-query';
import { ListEnd } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { useNewIds } from '../use-new-ids.ts';
import type { Ask } from './asking.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { nextSlotsQuery, sayNextFree, sayQueued } from './next-slots.ts';
import { isForeign, sayZone, useWallNow } from './now.ts';
import { sayScheduled, sayWhen } from './own-words.ts';
import { useSendCalls } from './queue-calls.ts';
import { Refusal } from './refusal.tsx';
import { type Intent, sendOne, type When } from './send-one.ts';

interface Target {
  key: string;
  channelId: string;
  label: string;
  send: (when: When) => Promise<Post>;
  queue: (override: string) => Promise<Post>;
}

interface ScheduleDialogProps {
  ask: Extract<Ask, { what: 'schedule' | 'place' }>;
  onClose: () => void;
  /** Hears of the posts that are scheduled, and what to say about it. */
  onScheduled: (posts: Post[], words: string) => void;
}

/** Asks for a date and a time, and for channels when there is no post yet; puts the server's questions where they belong. */
export function ScheduleDialog({ ask, onClose, onScheduled }: ScheduleDialogProps) {
  const { id: workspace, zone } = useWorkspace();
  const now = useWallNow(zone);
  const calls = useSendCalls();
  const channels = useQuery({ ...channelsQuery(workspace), enabled: ask.what === 'place' });
  const present = ask.wallTime ?? (ask.what === 'schedule' ? ask.cards[0]?.wallTime : undefined) ?? suggested(now);
  const [date, setDate] = useState<string | null>(present.slice(0, 10));
  const [time, setTime] = useState<string | null>(present.slice(11));
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const idFor = useNewIds();
  const [disambiguation, setDisambiguation] = useState<'earlier' | 'later' | null>(null);
  const [override, setOverride] = useState('');
  const [done, setDone] = useState<ReadonlyMap<string, Post>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, unknown>>(
    new Map(ask.what === 'schedule' && ask.problem ? [[ask.cards[0]?.id ?? '', ask.problem]] : []),
  );
  const [isPending, setPending] = useState(false);

  const title = ask.what === 'schedule' ? (ask.cards[0]?.title ?? '') : ask.item.title;
  const itemId = ask.what === 'schedule' ? (ask.cards[0]?.itemId ?? '') : ask.item.id;
  const ready = newsroomFirst(channels.data ?? []);
  // A letter to every subscriber is chosen, never left in.
  const selected =
    chosen ?? ready.filter(({ state, kind }) => state === 'ready' && kind !== 'email').map(({ id }) => id);
  const targets: Target[] =
    ask.what === 'schedule'
      ? ask.cards.map((card) => ({
          key: card.id,
          channelId: card.channelId,
          label: channelKindOf(card.channelKind).label,
          send: (when) => calls.schedule(card, when),
          queue: (override) => calls.queue(card, override),
        }))
      : ready
          .filter(({ id }) => selected.includes(id))
          .map(({ id: channelId, name }) => {
            const bring = async (intent: Intent) => {
              const { post, problem } = await sendOne(calls, { id: idFor(channelId), itemId, channelId }, intent);
              if (problem || !post) throw problem;
              return post;
            };
            return {
              key: channelId,
              channelId,
              label: name,
              send: (when) => bring({ what: 'schedule', ...when }),
              queue: (override) => bring({ what: 'queue', override }),
            };
          });
  const slots = useQuery(nextSlotsQuery(workspace, itemId)).data;
  const toQueue = targets.filter(({ key, channelId }) => !done.has(key) && slots?.get(channelId));
  const nextFree =
    slots && toQueue.length > 0
      ? sayNextFree(
          targets.map(({ channelId, label }) => ({ id: channelId, name: label })),
          slots,
        )
      : null;

  const wallTime = date && time ? `${date}T${time}` : null;
  const changeTime = (change: () => void) => {
    change();
    setDisambiguation(null);
    setRefused(new Map());
  };
  const submit = async (chosen: readonly Target[], run: (target: Target) => Promise<Post>) => {
    setPending(true);
    const [posts, problems] = [new Map(done), new Map<string, unknown>()];
    // One after the other: the newsroom page comes first, so that the others can link to it.
    for (const target of chosen) {
      const { key } = target;
      if (posts.has(key)) continue;
      try {
        posts.set(key, await run(target));
      } catch (problem) {
        problems.set(key, problem);
        // The same clock holds for all of them.
        if (problem instanceof Problem && problem.code.startsWith('time_')) break;
      }
    }
    setPending(false);
    setDone(posts);
    setRefused(problems);
    if (problems.size > 0 || posts.size < targets.length) return;
    const all = [...posts.values()];
    onScheduled(all, all.some(({ queued }) => queued) ? sayQueued(all) : sayScheduled(all));
    onClose();
  };
  const schedule = (wallTime: string) => {
    const when = { wallTime, disambiguation, ...(override.trim() && { override: override.trim() }) };
    void submit(targets, ({ send }) => send(when));
  };

  const hasTime = ask.what === 'schedule' && ask.cards.some((card) => card.wallTime !== null);
  return (
    <Dialog title={`${hasTime ? 'Reschedule' : 'Schedule'} “${title}”`} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wallTime) schedule(wallTime);
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <DateField
            label="Date"
            value={date}
            onChange={(value) => changeTime(() => setDate(value))}
            min={now.slice(0, 10)}
            isRequired
          />
          <TimeField label="Time" value={time} onChange={(value) => changeTime(() => setTime(value))} isRequired />
        </div>
        {isForeign(zone) && (
          <p className="-mt-2 text-small text-ink-soft">Times are those of {sayZone(zone)}, not of this device.</p>
        )}
        {ask.what === 'place' &&
          (channels.error ? (
            <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
          ) : channels.data ? (
            <ChannelChoice channels={ready} selected={selected} onChange={setChosen} done={done} />
          ) : (
            <SkeletonRows rows={2} />
          ))}
        {[...refused].map(([key, problem]) => (
          <Refusal
            key={key}
            problem={problem}
            where={targets.length > 1 ? (targets.find((target) => target.key === key)?.label ?? null) : null}
            zone={zone}
            itemId={itemId}
            postId={ask.what === 'schedule' ? key : null}
            override={override}
            onOverride={setOverride}
            disambiguation={disambiguation}
            onDisambiguation={setDisambiguation}
            onTime={(at) =>
              changeTime(() => {
                setDate(at.slice(0, 10));
                setTime(at.slice(11));
              })
            }
          />
        ))}
        {done.size > 0 && (
          <p role="status">
            Scheduled on {targets.flatMap(({ key, label }) => (done.has(key) ? [label] : [])).join(', ')}. Only the rest
            will be tried again.
          </p>
        )}
        {nextFree && (
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line pt-3">
            <p className="figures min-w-0 text-ink-soft">{nextFree}</p>
            <Button
              icon={ListEnd}
              isDisabled={isPending}
              onPress={() => void submit(toQueue, ({ queue }) => queue(override.trim()))}
            >
              Add to the queue
            </Button>
          </div>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{done.size > 0 ? 'Leave the rest' : 'Keep it as it is'}</Button>
          <Button type="submit" look="primary" isPending={isPending} isDisabled={!wallTime || targets.length === 0}>
            {wallTime ? `Schedule for ${sayWhen(wallTime)}` : 'Schedule'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const newsroomFirst = (channels: readonly Channel[]) =>
  [...channels].sort((one, other) => Number(other.kind === 'newsroom') - Number(one.kind === 'newsroom'));

/** Tomorrow at nine. */
function suggested(now: string): string {
  return `${Temporal.PlainDate.from(now.slice(0, 10)).add({ days: 1 })}T09:00`;
}
