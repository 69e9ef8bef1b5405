import { endSeries, type SeriesWithOccurrences } from '@mobilise/contracts/series';
import { call } from '../call.ts';
import { countPosts } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Confirm } from '../ui/confirm.tsx';
import { showNotice } from '../ui/toast.tsx';
import { DateList } from './date-list.tsx';
import { useSeriesChange } from './series-queries.ts';

/** Asks before a series ends, and lists what that cancels. */
export function EndDialog({ series, onClose }: { series: SeriesWithOccurrences; onClose: () => void }) {
  const { id: workspace } = useWorkspace();
  const change = useSeriesChange(workspace);
  const waiting = series.occurrences.filter(({ state }) => ['scheduled', 'held', 'draft'].includes(state));
  return (
    <Confirm
      title={`End “${series.title}”?`}
      isOpen
      onClose={onClose}
      action="End the series"
      isPending={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(
          () => call(endSeries, { params: { workspace, series: series.id }, body: { version: series.version } }),
          {
            onSuccess: () => {
              showNotice({ text: `“${series.title}” has ended. What went out stays on record.` });
              onClose();
            },
          },
        )
      }
    >
      {waiting.length === 0 ? (
        <p>No post of it waits. It makes no further ones.</p>
      ) : (
        <div className="flex flex-col gap-1">
          <p>
            {countPosts(waiting.length)} {waiting.length === 1 ? 'is' : 'are'} cancelled, and no others come:
          </p>
          <DateList posts={waiting} />
        </div>
      )}
    </Confirm>
  );
}
