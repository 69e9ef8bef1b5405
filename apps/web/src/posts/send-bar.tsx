import type { Channel } from '@mobilise/contracts/channels';
import type { Item } from '@mobilise/contracts/items';
import { Link } from '@tanstack/react-router';
import { ListEnd, Repeat, Send } from 'lucide-react';
import { useState } from 'react';
import type { Missing } from '../items/missing.ts';
import { filesFirst, sayGoesOut, sayWhenOut } from '../scheduling/files-first.ts';
import { type NextSlots, sayNextFree, withoutSlot } from '../scheduling/next-slots.ts';
import { isForeign, sayZone, useWallNow } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import type { Intent } from '../scheduling/send-one.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DateField } from '../ui/date-field.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { stickFoot } from '../ui/stick.ts';
import { TimeField } from '../ui/time-field.tsx';
import { useMedia } from '../ui/use-media.ts';
import { sayTakingBack } from './after/change-words.ts';
import { type Chosen, SendRow } from './send-row.tsx';

interface SendBarProps {
  /** Channels that are still to get it. */
  channels: readonly Pick<Channel, 'id' | 'name' | 'kind'>[];
  /** Their next free slots, once they are known. */
  slots: NextSlots | undefined;
  /** Names of channels that would refuse it as it is, with the parts that are in the way. */
  misfits: readonly string[];
  item: Pick<Item, 'id' | 'archivedAt' | 'kind' | 'files'>;
  /** What the item lacks. */
  missing: readonly Missing[];
  isPending: boolean;
  onSend: (intent: Intent) => void;
  /** Asks how often it goes out; null where no chosen channel can get it again. */
  onRepeat: (() => void) | null;
}

/** The foot of the composer: when it goes out. It stays in view while one writes, unless it would cover the page. */
export function SendBar({ channels, slots, misfits, item, missing, isPending, onSend, onRepeat }: SendBarProps) {
  const { slug, zone } = useWorkspace();
  const mayWrite = useCan('items.write') && item.archivedAt === null;
  const maySchedule = useCan('posts.schedule');
  const isPhone = useMedia('(width < 48rem)');
  const now = useWallNow(zone);
  const today = now.slice(0, 10);
  const [chosen, choose] = useState<Chosen>(() => ({
    date: Temporal.PlainDate.from(today).add({ days: 1 }).toString(),
    time: '09:00',
  }));
  const { date, time } = chosen;
  const [isAsking, setAsking] = useState(false);
  const wallTime = date && date >= today && time ? `${date}T${time}` : null;
  const count = channels.length;
  const files = filesFirst(item);
  // Without the recording, film or artwork itself there is nothing to publish; a draft can wait for it.
  const lacks = missing.find(({ isItself }) => isItself);
  const needs = missing.filter((one) => one !== lacks);
  const isBlocked = count === 0 || misfits.length > 0 || lacks !== undefined;
  const fields = (
    <>
      <DateField
        label="Date"
        value={date}
        onChange={(date) => choose({ ...chosen, date })}
        min={today}
        error={date && date < today ? 'Choose today or a later day.' : undefined}
        className="w-44"
      />
      <TimeField label="Time" value={time} onChange={(time) => choose({ ...chosen, time })} className="w-24" />
      {isForeign(zone) && <p className="pb-2 text-small text-ink-soft">{sayZone(zone)}</p>}
    </>
  );
  const schedule = {
    isPending,
    isDisabled: isBlocked || !wallTime,
    onPress: () => wallTime && onSend({ what: 'schedule', wallTime, disambiguation: null }),
  };
  const publish = { isDisabled: isBlocked || isPending, run: () => setAsking(true) };
  const nextFree = slots && maySchedule ? sayNextFree(channels, slots) : null;
  const without = slots && nextFree ? withoutSlot(channels, slots) : [];
  const queue = nextFree !== null && {
    words: without.length > 0 ? `${nextFree}. Not queued: ${without.join(', ')}` : nextFree,
    isDisabled: isBlocked || isPending || without.length === count,
    run: () => onSend({ what: 'queue' }),
  };
  const queueButton = queue && (
    <Button icon={ListEnd} isDisabled={queue.isDisabled} onPress={queue.run}>
      Add to the queue
    </Button>
  );
  const keep = {
    label: count === 1 ? 'Keep as a draft' : 'Keep as drafts',
    isDisabled: count === 0 || isPending,
    run: () => onSend({ what: 'drafts' }),
  };
  const repeat = onRepeat && { isDisabled: isBlocked || isPending, run: onRepeat };
  const keepButton = (
    <Button isDisabled={keep.isDisabled} onPress={keep.run}>
      {keep.label}
    </Button>
  );
  return (
    <div
      ref={stickFoot}
      data-sticks="foot"
      className="z-10 -mx-4 mt-auto flex flex-col gap-2 border-t border-line bg-paper px-4 py-2 sm:-mx-6 sm:px-6 md:py-3 tall:sticky tall:bottom-(--nav)"
    >
      {lacks && (
        <p className="text-small font-medium text-wait">
          It cannot go out yet.{' '}
          {lacks.fieldId && mayWrite ? (
            <Link to={`/w/${slug}/items/${item.id}` as string} hash={lacks.fieldId} className="text-link">
              {lacks.sentence}
            </Link>
          ) : (
            lacks.sentence
          )}
        </p>
      )}
      {needs.length > 0 && (
        <p className="text-small font-medium text-wait">
          Before it can be scheduled, the item needs: {needs.map(({ sentence }) => sentence).join(' ')}
        </p>
      )}
      {misfits.length > 0 && (
        <p className="text-small font-medium text-wrong">Does not fit yet: {misfits.join(', ')}.</p>
      )}
      {!maySchedule ? (
        <div className="flex flex-wrap items-center gap-3">
          <p className="grow text-ink-soft">
            You can keep drafts. To schedule them, {askWhom('posts.schedule').replace(/^A/, 'a')}
          </p>
          {keepButton}
        </div>
      ) : isPhone ? (
        <SendRow {...{ wallTime, chosen, choose, fields, schedule, publish, repeat, keep }} />
      ) : (
        <div className="flex flex-wrap items-end gap-3">
          {fields}
          <Button look="primary" {...schedule}>
            {wallTime ? `Schedule for ${sayWhen(wallTime)}` : 'Schedule'}
          </Button>
          {queueButton}
          <Button icon={Send} isDisabled={publish.isDisabled} onPress={publish.run}>
            Publish now
          </Button>
          {repeat && (
            <Button icon={Repeat} isDisabled={repeat.isDisabled} onPress={repeat.run}>
              Repeat…
            </Button>
          )}
          {keepButton}
        </div>
      )}
      {queue && (
        <div className="flex items-center justify-between gap-3">
          <p className="figures min-w-0 text-small text-ink-soft">{queue.words}</p>
          {isPhone && queueButton}
        </div>
      )}
      <Confirm
        title={`Publish it ${sayWhenOut(files)}?`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action={`Publish ${sayWhenOut(files)}`}
        look="primary"
        onConfirm={() => {
          setAsking(false);
          onSend({ what: 'now' });
        }}
      >
        {sayGoesOut(files, count === 1 ? 'one channel' : `${count} channels`, sayTakingBack(channels))}
      </Confirm>
    </div>
  );
}
