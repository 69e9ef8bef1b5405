import type { Metric, Reading } from '@mobilise/contracts/engagement';
import { metricWords } from '@mobilise/contracts/engagement';
import { CircleDashed, CircleSlash, TriangleAlert } from 'lucide-react';

/**
 * A reading in words and shape: a number (zero is one), “not given” where the channel does not tell it, “not read” when
 * reading failed, “not yet” before the first reading.
 */
export function MetricValue({ reading }: { reading: Reading | undefined }) {
  if (reading?.status === 'ok' && reading.value !== null)
    return <span className="figures">{sayCount(reading.value)}</span>;
  const [Icon, words, tone] = !reading
    ? ([CircleDashed, 'not yet', 'text-ink-soft'] as const)
    : reading.status === 'error'
      ? ([TriangleAlert, 'not read', 'text-wrong'] as const)
      : ([CircleSlash, 'not given', 'text-ink-soft'] as const);
  return (
    <span className={`inline-flex items-center gap-1 text-small font-normal whitespace-nowrap ${tone}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {words}
    </span>
  );
}

/** The latest value of each metric, each above its name. */
export function MetricValues({ metrics, latest }: { metrics: readonly Metric[]; latest: readonly Reading[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(4.6rem,1fr))] gap-x-2 gap-y-1">
      {metrics.map((metric) => (
        <div key={metric} className="flex flex-col-reverse">
          <dt className="text-small text-ink-soft">{metricWords[metric]}</dt>
          <dd className="font-medium">
            <MetricValue reading={latest.find((reading) => reading.metric === metric)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the four marks mean, where they are used. */
export function MetricLegend() {
  return (
    <p className="max-w-prose text-small text-ink-soft">
      0 was counted and is zero. “Not given”: the channel does not tell this number. “Not read”: the last try to read it
      failed and is repeated. “Not yet”: the first reading is still to come.
    </p>
  );
}

/** `2,310` */
export function sayCount(value: number): string {
  return value.toLocaleString('en-GB');
}
