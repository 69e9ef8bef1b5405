import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import type { Post } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNewIds } from '../new-id.ts';
import { channelsQuery } from '../queries.ts';
import { useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TimeField } from '../ui/time-field.tsx';
import type { Ask } from './asking.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { isForeign, sayZone, useWallNow } from './now.ts';
import { sayScheduled, sayWhen } from './own-words.ts';
import { usePostCalls } from './post-change.ts';
import { Refusal } from './refusal.tsx';
import { sendOne, type When } from './send-one.ts';

interface Target {
  key: string;
  label: string;
  send: (when: When) => Promise<Post>;
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
  const calls = usePostCalls();
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
  const selected = chosen ?? ready.filter(({ state }) => state === 'ready').map(({ id }) => id);
  const targets: Target[] =
    ask.what === 'schedule'
      ? ask.cards.map((card) => ({
          key: card.id,
          label: channelKindOf(card.channelKind).label,
          send: (when) => calls.schedule(card, when),
        }))
      : ready
          .filter(({ id }) => selected.includes(id))
          .map(({ id: channelId, name }) => ({
            key: channelId,
            label: name,
            send: async (when) => {
              const sending = { id: idFor(channelId), itemId, channelId };
              const { post, problem } = await sendOne(calls, sending, { what: 'schedule', ...when });
              if (problem || !post) throw problem;
              return post;
            },
          }));

  const wallTime = date && time ? `${date}T${time}` : null;
  const changeTime = (change: () => void) => {
    change();
    setDisambiguation(null);
    setRefused(new Map());
  };
  const submit = async (at: string, which = disambiguation) => {
    setPending(true);
    const [posts, problems] = [new Map(done), new Map<string, unknown>()];
    const when = { wallTime: at, disambiguation: which, ...(override.trim() && { override: override.trim() }) };
    // One after the other: the newsroom page comes first, so that the others can link to it.
    for (const { key, send } of targets) {
      if (posts.has(key)) continue;
      try {
        posts.set(key, await send(when));
      } catch (problem) {
        problems.set(key, problem);
        // The same clock holds for all of them.
        if (problem instanceof Problem && problem.code.startsWith('time_')) break;
      }
    }
    setPending(false);
    setDone(posts);
    setRefused(problems);
    if (problems.size > 0) return;
    onScheduled([...posts.values()], sayScheduled([...posts.values()]));
    onClose();
  };

  const hasTime = ask.what === 'schedule' && ask.cards.some((card) => card.wallTime !== null);
  return (
    <Dialog title={`${hasTime ? 'Reschedule' : 'Schedule'} “${title}”`} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wallTime) void submit(wallTime);
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
