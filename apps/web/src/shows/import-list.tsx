import { cancelImport, type ShowImport, startImport } from '@mobilise/contracts/shows';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FormProblem } from '../ui/form-problem.tsx';
import { Section } from '../ui/page-frame.tsx';
import { Progress } from '../ui/progress.tsx';
import { importsQuery } from './show-queries.ts';

/** Shows that are being taken over; with `isWhole` those that were, too. Nothing where there is none. */
export function ImportList({ isWhole = false }: { isWhole?: boolean }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const list = useQuery(importsQuery(workspaceId));
  const running = list.data?.filter(({ state }) => state === 'running').length ?? 0;
  // What an import makes is announced show by show; when it ends, everything it made is there.
  const before = useRef(running);
  useEffect(() => {
    if (running < before.current) void client.invalidateQueries({ queryKey: ['shows', workspaceId, 'list'] });
    before.current = running;
  }, [running, client, workspaceId]);
  if (list.error && isWhole) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const shown = (list.data ?? []).filter(({ state }) => isWhole || state === 'running');
  if (shown.length === 0) return null;
  return (
    <Section title={isWhole ? 'Taken over' : 'Being taken over'}>
      <ul className="flex flex-col border-t border-line">
        {shown.map((one) => (
          <ImportRow key={one.id} value={one} />
        ))}
      </ul>
    </Section>
  );
}

const standings: Record<ShowImport['state'], { label: string; tone: Tone }> = {
  running: { label: 'Being taken over', tone: 'going' },
  done: { label: 'Taken over', tone: 'done' },
  failed: { label: 'Failed', tone: 'wrong' },
  cancelled: { label: 'Stopped', tone: 'plain' },
};

const kept: { label: string; tone: Tone } = { label: 'Waits', tone: 'wait' };

function ImportRow({ value }: { value: ShowImport }) {
  const { id: workspaceId, slug, zone } = useWorkspace();
  const mayManage = useCan('shows.import');
  const client = useQueryClient();
  const { id, feedUrl, channelId, showId, title, state, waiting, total, done, failures, failure } = value;
  const { locked, createdAt } = value;
  const cancel = useMutation({
    meta: { shown: true },
    mutationFn: () => call(cancelImport, { params: { workspace: workspaceId, import: id } }),
    onSettled: () => client.invalidateQueries({ queryKey: importsQuery(workspaceId).queryKey }),
  });
  const again = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      call(startImport, { params: { workspace: workspaceId }, body: { feedUrl, channelId, owned: locked } }),
    onSettled: () => client.invalidateQueries({ queryKey: importsQuery(workspaceId).queryKey }),
  });
  const isComplete = state === 'done' && failures.length === 0;
  const { label, tone } = waiting ? kept : standings[state];
  const [left, partly] = [failures.filter(isWhole), failures.filter((failure) => !isWhole(failure))];
  const [leftOut, lacking] = [countOf(left), countOf(partly)];
  return (
    <li className="flex flex-col gap-2 border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex min-w-0 grow flex-col">
          <span className="font-medium wrap-anywhere">{title ?? feedUrl}</span>
          {title && <span className="text-small text-ink-soft wrap-anywhere">{feedUrl}</span>}
        </span>
        <span className="figures text-small text-ink-soft">{sayInstant(createdAt, zone)}</span>
        <Badge tone={tone}>{label}</Badge>
      </div>
      {state === 'running' ? (
        <div className="flex items-end gap-3">
          <div className="grow">
            <Progress
              label={total === 0 ? 'Reading the feed' : `${done + leftOut} of ${total} episodes`}
              value={total === 0 ? null : (done + leftOut) / total}
            />
          </div>
          {mayManage && (
            <Button size="small" onPress={() => cancel.mutate()} isPending={cancel.isPending}>
              Stop
            </Button>
          )}
        </div>
      ) : (
        <p className="figures">
          {failure ?? `${done} of ${total} episodes are here.`}
          {state === 'cancelled' && ' What was taken over stays.'}
        </p>
      )}
      {waiting && <p>{waiting} It goes on by itself when nothing keeps it any more.</p>}
      <FormProblem error={cancel.error ?? again.error} />
      <Failures says={leftOut === 1 ? '1 episode was left out' : `${leftOut} episodes were left out`} failures={left} />
      <Failures
        says={
          lacking === 1
            ? '1 thing could not be taken over as it was'
            : `${lacking} things could not be taken over as they were`
        }
        failures={partly}
      />
      <div className="flex flex-wrap items-center gap-3 empty:hidden">
        {mayManage && state !== 'running' && !isComplete && (
          <Button size="small" icon={RotateCw} onPress={() => again.mutate()} isPending={again.isPending}>
            {state === 'cancelled' ? 'Go on' : locked ? 'Take it over: the show is ours' : 'Try again'}
          </Button>
        )}
        {showId && (
          <Link to={`/w/${slug}/shows/${showId}` as string} className="text-link">
            See the show
          </Link>
        )}
      </div>
    </li>
  );
}

type Failure = ShowImport['failures'][number];

const isWhole = ({ part }: Failure) => part === 'episode';
const unlisted = (failures: readonly Failure[]) => failures.reduce((sum, { more = 0 }) => sum + more, 0);
const countOf = (failures: readonly Failure[]) => failures.length + unlisted(failures);

/** What could not be taken over, or not as it was, and why, behind a line that says how much it is. Nothing where all was. */
function Failures({ says, failures }: { says: string; failures: readonly Failure[] }) {
  if (failures.length === 0) return null;
  const more = unlisted(failures);
  return (
    <details>
      <summary className="text-link">{says}</summary>
      <ul className="mt-1 flex flex-col gap-1">
        {failures.map((failure, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and none ever moves
          <li key={index}>
            <span className="font-medium">{failure.episode}</span>
            {!isWhole(failure) && `, ${failure.part}`}: {failure.why}
          </li>
        ))}
        {more > 0 && <li>And {more.toLocaleString('en-GB')} more.</li>}
      </ul>
    </details>
  );
}
