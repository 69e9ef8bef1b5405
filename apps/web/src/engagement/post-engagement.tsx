import { type Metric, metricWords, type Reading } from '@mobilise/contracts/engagement';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Clock3 } from 'lucide-react';
import { lazy } from '../lazy.ts';
import { useWorkspace } from '../session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ChartFigure } from './chart-figure.tsx';
import { postEngagementQuery } from './engagement-queries.ts';
import { LineSample } from './line-looks.tsx';
import { MetricValue, sayCount } from './metric-value.tsx';
import { knownValue, lastKnown, metricsOf, momentsOf, pointsOf } from './series.ts';

const ReadingChart = lazy(() => import('./reading-chart.tsx'), 'ReadingChart');

/** What a published post achieved: its latest values, how they grew, and when it is read next. */
export function PostEngagement({ postId }: { postId: string }) {
  const { id: workspaceId, zone } = useWorkspace();
  const engagement = useQuery(postEngagementQuery(workspaceId, postId));
  if (engagement.error) return <ErrorState error={engagement.error} onRetry={() => void engagement.refetch()} />;
  if (!engagement.data) {
    return (
      <div role="status" aria-label="Loading what the post achieved" className="flex flex-col gap-4">
        <div className="flex gap-8">
          <Skeleton className="h-14 w-24" />
          <Skeleton className="h-14 w-24" />
        </div>
        <Skeleton className="h-56 w-full" />
      </div>
    );
  }
  const { latest, series, nextReadingAt } = engagement.data;
  const metrics = metricsOf(latest);
  const next = nextReadingAt && (
    <p className="flex items-center gap-1.5 text-small text-ink-soft">
      <Clock3 aria-hidden className="size-4 shrink-0" />
      <span>
        Next reading at{' '}
        <time dateTime={nextReadingAt} className="figures">
          {sayInstant(nextReadingAt, zone)}
        </time>
      </span>
    </p>
  );
  if (metrics.length === 0) {
    return (
      <div className="flex flex-col gap-2">
        <p>
          {nextReadingAt
            ? 'Nothing has been read yet. The first numbers follow five minutes after publication.'
            : 'Nothing was read of this post.'}
        </p>
        {next}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {metrics.map((metric) => (
          <Tile
            key={metric}
            metric={metric}
            reading={latest.find((one) => one.metric === metric)}
            known={lastKnown(series, metric)}
            zone={zone}
          />
        ))}
      </dl>
      <div className="flex flex-col gap-1">
        {next || <p className="text-small text-ink-soft">No further reading is planned.</p>}
        {metrics.some((metric) => metric === 'views' || metric === 'readers') && (
          <p className="max-w-prose text-small text-ink-soft">
            Views and readers are counted without cookies. Nothing personal is kept, and robots are left out.
          </p>
        )}
      </div>
      <OverTime series={series} metrics={metrics} zone={zone} />
    </div>
  );
}

function Tile({
  metric,
  reading,
  known,
  zone,
}: {
  metric: Metric;
  reading: Reading | undefined;
  known: Reading | undefined;
  zone: string;
}) {
  const isError = reading?.status === 'error';
  return (
    <div className="flex min-w-20 flex-col">
      <dt className="text-small text-ink-soft">{metricWords[metric]}</dt>
      <dd className="flex max-w-60 flex-col">
        <span className="flex min-h-8.5 items-center text-page font-semibold">
          <MetricValue reading={reading} />
        </span>
        {isError && (
          <span className="text-small text-ink-soft">
            {reading.message && <span className="block wrap-anywhere">{reading.message}</span>}
            {known && known.value !== null && (
              <span className="figures block">
                Last known: {sayCount(known.value)}, {sayInstant(known.observedAt, zone)}
              </span>
            )}
          </span>
        )}
      </dd>
    </div>
  );
}

function OverTime({ series, metrics, zone }: { series: readonly Reading[]; metrics: readonly Metric[]; zone: string }) {
  const moments = momentsOf(series);
  // What a channel never gave has no line.
  const drawn = metrics.filter((metric) =>
    series.some((reading) => reading.metric === metric && knownValue(reading) !== null),
  );
  const points = pointsOf(moments, drawn);
  const canDraw = points.filter((point) => drawn.some((metric) => point[metric] !== null)).length > 1;
  const failures = points.some(({ failed }) => failed);
  return (
    <ChartFigure
      title="Over time"
      description={
        canDraw ? (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1">
            {drawn.map((metric) => (
              <span key={metric} className="inline-flex items-center gap-1.5 text-ink">
                <LineSample metric={metric} />
                {metricWords[metric]}
              </span>
            ))}
            {failures && <span>✕ could not be read</span>}
          </span>
        ) : (
          'The curve begins with the second reading.'
        )
      }
      isOpen={!canDraw}
      rows={moments.toReversed()}
      rowKey={({ at }) => at}
      columns={[
        { title: 'Read at', className: 'figures', cell: ({ at }) => <time dateTime={at}>{sayInstant(at, zone)}</time> },
        ...metrics.map((metric) => ({
          title: metricWords[metric],
          align: 'right' as const,
          cell: ({ readings }: (typeof moments)[number]) => {
            const reading = readings[metric];
            return reading ? (
              <MetricValue reading={reading} />
            ) : (
              <span className="text-small text-ink-soft">not asked</span>
            );
          },
        })),
      ]}
    >
      {canDraw && <ReadingChart points={points} metrics={drawn} zone={zone} />}
    </ChartFigure>
  );
}
