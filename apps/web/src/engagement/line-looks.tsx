import type { Metric } from '@mobilise/contracts/engagement';

type Shape = 'circle' | 'square' | 'diamond' | 'triangle';

/** Each metric has its dash and its shape besides its colour. */
export const lineLooks: Record<Metric, { stroke: string; dash: string; shape: Shape }> = {
  views: { stroke: 'var(--color-going)', dash: '6 4', shape: 'square' },
  readers: { stroke: 'var(--color-accent)', dash: '0', shape: 'circle' },
  downloads: { stroke: 'var(--color-accent)', dash: '0', shape: 'diamond' },
  likes: { stroke: 'var(--color-accent)', dash: '0', shape: 'circle' },
  reposts: { stroke: 'var(--color-going)', dash: '6 4', shape: 'square' },
  replies: { stroke: 'var(--color-wait)', dash: '2 4', shape: 'triangle' },
  quotes: { stroke: 'var(--color-wrong)', dash: '10 3 2 3', shape: 'diamond' },
  impressions: { stroke: 'var(--color-wrong)', dash: '10 3 2 3', shape: 'diamond' },
  clicks: { stroke: 'var(--color-ink)', dash: '1 3', shape: 'square' },
  comments: { stroke: 'var(--color-wait)', dash: '2 4', shape: 'triangle' },
};

const outlines: Record<Shape, string> = {
  circle: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z',
  square: 'M-3.5-3.5h7v7h-7Z',
  diamond: 'M0-5 5 0 0 5-5 0Z',
  triangle: 'M0-5 4.800 3.500h-9.600Z',
};

/** One reading on a chart; none where its place is not a number. */
export function PointShape({ metric, cx, cy }: { metric: Metric; cx: number; cy: number }) {
  if (Number.isNaN(cx)) return <g />;
  const { stroke, shape } = lineLooks[metric];
  return (
    <path
      d={outlines[shape]}
      transform={`translate(${cx} ${cy})`}
      fill="var(--color-paper)"
      stroke={stroke}
      strokeWidth="2"
    />
  );
}

/** The line of a metric as it looks on the chart, beside its name. */
export function LineSample({ metric }: { metric: Metric }) {
  const { stroke, dash } = lineLooks[metric];
  return (
    <svg aria-hidden viewBox="0 0 36 12" className="h-3 w-9 shrink-0">
      <path d="M0 6h36" stroke={stroke} strokeWidth="2" strokeDasharray={dash} />
      <PointShape metric={metric} cx={18} cy={6} />
    </svg>
  );
}
