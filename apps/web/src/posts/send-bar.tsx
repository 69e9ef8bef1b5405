import { Send } from 'lucide-react';
import { useState } from 'react';
import { isForeign, sayZone, useWallNow } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DateField } from '../ui/date-field.tsx';
import { askWhom } from '../ui/no-permission.tsx';
import { TimeField } from '../ui/time-field.tsx';
import type { Intent } from './use-sending.ts';

interface SendBarProps {
  /** Channels that are still to get it. */
  count: number;
  /** Names of channels that would refuse it as it is. */
  misfits: readonly string[];
  /** What the item lacks for people who cannot see or hear it. */
  missing: readonly string[];
  isPending: boolean;
  onSend: (intent: Intent) => void;
}

/** The foot of the composer: when it goes out. It stays in view while one writes. */
export function SendBar({ count, misfits, missing, isPending, onSend }: SendBarProps) {
  const { zone } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const now = useWallNow(zone);
  const [date, setDate] = useState<string | null>(() =>
    Temporal.PlainDate.from(now.slice(0, 10)).add({ days: 1 }).toString(),
  );
  const [time, setTime] = useState<string | null>('09:00');
  const [isAsking, setAsking] = useState(false);
  const wallTime = date && time ? `${date}T${time}` : null;
  const isBlocked = count === 0 || misfits.length > 0;
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-2 border-t border-line bg-paper px-4 py-3 max-md:static sm:-mx-6 sm:px-6">
      {missing.length > 0 && (
        <p className="text-small font-medium text-wait">
          Before it can be scheduled, the item needs: {missing.join(' ')}
        </p>
      )}
      {misfits.length > 0 && (
        <p className="text-small font-medium text-wrong">Does not fit yet: {misfits.join(', ')}.</p>
      )}
      <div className="flex flex-wrap items-end gap-3">
        {maySchedule ? (
          <>
            <DateField label="Date" value={date} onChange={setDate} min={now.slice(0, 10)} className="w-44" />
            <TimeField label="Time" value={time} onChange={setTime} className="w-24" />
            {isForeign(zone) && <p className="pb-2 text-small text-ink-soft">{sayZone(zone)}</p>}
            <Button
              look="primary"
              isPending={isPending}
              isDisabled={isBlocked || !wallTime}
              onPress={() => wallTime && onSend({ what: 'schedule', wallTime, disambiguation: null })}
            >
              {wallTime ? `Schedule for ${sayWhen(wallTime)}` : 'Schedule'}
            </Button>
            <Button icon={Send} isDisabled={isBlocked || isPending} onPress={() => setAsking(true)}>
              Publish now
            </Button>
          </>
        ) : (
          <p className="grow text-ink-soft">
            You can keep drafts. To schedule them, {askWhom('posts.schedule').replace(/^A/, 'a')}
          </p>
        )}
        <Button isDisabled={count === 0 || isPending} onPress={() => onSend({ what: 'drafts' })}>
          {count === 1 ? 'Keep as a draft' : 'Keep as drafts'}
        </Button>
      </div>
      <Confirm
        title="Publish it now?"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action="Publish now"
        look="primary"
        onConfirm={() => {
          setAsking(false);
          onSend({ what: 'now' });
        }}
      >
        It goes out to {count === 1 ? 'one channel' : `${count} channels`} at once. Elsewhere than on your own site it
        cannot be called back.
      </Confirm>
    </div>
  );
}
