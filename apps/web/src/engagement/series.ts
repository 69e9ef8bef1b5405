import { type Metric, metrics, type Reading } from '@mobilise/contracts/engagement';

/** What was read of a post at one moment, by metric. */
export interface Moment {
  at: string;
  readings: Partial<Record<Metric, Reading>>;
}

/** Milliseconds: readings of one visit to a channel that are stored this close together belong to one moment. */
const together = 1000;

/** A post's readings by the moment they were made, the oldest first. */
export function momentsOf(series: readonly Reading[]): Moment[] {
  const moments: Moment[] = [];
  for (const reading of series.toSorted((a, b) => a.observedAt.localeCompare(b.observedAt))) {
    const last = moments.at(-1);
    const belongs =
      last && Date.parse(reading.observedAt) - Date.parse(last.at) < together && !last.readings[reading.metric];
    if (belongs) last.readings[reading.metric] = reading;
    else moments.push({ at: reading.observedAt, readings: { [reading.metric]: reading } });
  }
  return moments;
}

/** The metrics of which something was read or tried, in the order people know them. */
export function metricsOf(readings: readonly Reading[]): Metric[] {
  const found = new Set(readings.map(({ metric }) => metric));
  return metrics.filter((metric) => found.has(metric));
}

/** A moment as a chart draws it: milliseconds, and per metric its value or `null`, which leaves a gap. */
export type Point = { time: number; failed: boolean } & Partial<Record<Metric, number | null>>;

export function pointsOf(moments: readonly Moment[], drawn: readonly Metric[]): Point[] {
  return moments.map(({ at, readings }) => ({
    time: Date.parse(at),
    failed: drawn.some((metric) => readings[metric]?.status === 'error'),
    ...Object.fromEntries(drawn.map((metric) => [metric, knownValue(readings[metric])])),
  }));
}

/** The value of a reading that succeeded, zero included; else null. */
export function knownValue(reading: Reading | undefined): number | null {
  return reading?.status === 'ok' ? reading.value : null;
}

/** The last reading of a metric that succeeded, to stand beside one that did not. */
export function lastKnown(series: readonly Reading[], metric: Metric): Reading | undefined {
  return series
    .filter((reading) => reading.metric === metric && reading.status === 'ok')
    .reduce<Reading | undefined>((last, one) => (last && last.observedAt >= one.observedAt ? last : one), undefined);
}
