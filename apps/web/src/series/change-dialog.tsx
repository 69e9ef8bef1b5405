import { type SeriesWithOccurrences, updateSeries } from '@mobilise/contracts/series';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { showNotice } from '../ui/toast.tsx';
import { RepeatForm } from './repeat-form.tsx';
import { draftOf } from './rule-draft.ts';
import { useSeriesChange } from './series-queries.ts';

/** Changes all that is to come of a series. */
export function ChangeDialog({ series, onClose }: { series: SeriesWithOccurrences; onClose: () => void }) {
  const { id: workspace } = useWorkspace();
  const change = useSeriesChange(workspace);
  const own = series.occurrences.filter(({ isOwn }) => isOwn).length;
  return (
    <Dialog title={`Change “${series.title}”`} isOpen onClose={onClose}>
      <RepeatForm
        start={draftOf(series)}
        zone={series.zone}
        texts={{ kind: series.channelKind, name: series.channelName, variants: series.variants }}
        error={change.error}
        isPending={change.isPending}
        submit="Change all to come"
        onSubmit={(plan) =>
          change.mutate(
            () =>
              call(updateSeries, {
                params: { workspace, series: series.id },
                body: { ...plan, version: series.version },
              }),
            {
              onSuccess: ({ wordsApproved }) => {
                showNotice({
                  text: wordsApproved
                    ? `“${series.title}” is changed from now on.`
                    : `“${series.title}” is changed. Its new words wait for approval.`,
                });
                onClose();
              },
            },
          )
        }
        onClose={onClose}
      >
        <p className="text-ink-soft">
          All posts to come are changed
          {own > 0 && `, but not the ${own === 1 ? 'one' : own} that somebody changed alone`}. To change one alone, open
          it.
        </p>
      </RepeatForm>
    </Dialog>
  );
}
