import type { SeriesWithOccurrences } from '@mobilise/contracts/series';
import { countPosts } from '../scheduling/own-words.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DateList } from './date-list.tsx';

interface PauseDialogProps {
  series: SeriesWithOccurrences;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Says what a pause takes off the calendar, and what it leaves there. */
export function PauseDialog({ series, isPending, onConfirm, onClose }: PauseDialogProps) {
  const waiting = series.occurrences.filter(({ state }) => state === 'scheduled' || state === 'held');
  const own = waiting.filter(({ isOwn }) => isOwn);
  return (
    <Confirm
      title={`Pause “${series.title}”?`}
      isOpen
      onClose={onClose}
      action="Pause the series"
      look="primary"
      onConfirm={onConfirm}
      isPending={isPending}
    >
      <p>
        {countPosts(waiting.length - own.length)} to come {waiting.length - own.length === 1 ? 'is' : 'are'} taken off
        the calendar. When you resume it, it goes on from then; what the pause left out is not made up for.
      </p>
      {own.length > 0 && (
        <div className="flex flex-col gap-1 pt-3">
          <p>Somebody changed these alone, and they stay:</p>
          <DateList posts={own} />
        </div>
      )}
    </Confirm>
  );
}
