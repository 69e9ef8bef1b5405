import { type Metric, metricWords } from '@mobilise/contracts/engagement';
import { sayInstant } from '@mobilise/contracts/time';
import { CartesianGrid, Line, LineChart, ReferenceDot, Tooltip, XAxis, YAxis } from 'recharts';
import { axisLine, axisText, ChartTip, chartClasses, chartSize, gridLine } from './chart-parts.tsx';
import { lineLooks, PointShape } from './line-looks.tsx';
import type { Point } from './series.ts';

/** A post's readings over time: a dot for each, a gap and a cross on the ground where reading failed. */
export function ReadingChart({
  points,
  metrics,
  zone,
}: {
  points: readonly Point[];
  metrics: readonly Metric[];
  zone: string;
}) {
  return (
    <LineChart
      responsive
      style={chartSize}
      data={[...points]}
      margin={{ top: 12, right: 16, bottom: 0, left: 0 }}
      aria-label={`${metrics.map((metric) => metricWords[metric]).join(', ')} over time. Walk through the readings with the arrow keys.`}
      className={chartClasses}
    >
      <CartesianGrid {...gridLine} />
      <XAxis
        dataKey="time"
        type="number"
        scale="time"
        domain={['dataMin', 'dataMax']}
        tickFormatter={(time: number) => sayInstant(new Date(time), zone).split(',')[0] ?? ''}
        tick={axisText}
        tickLine={false}
        axisLine={axisLine}
        minTickGap={36}
      />
      <YAxis
        allowDecimals={false}
        width={46}
        tick={axisText}
        tickLine={false}
        axisLine={false}
        domain={[0, 'auto']}
        tickFormatter={(value: number) => value.toLocaleString('en-GB')}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--color-line-strong)' }}
        content={({ active, payload }) => {
          const point = payload?.[0]?.payload as Point | undefined;
          return active && point ? (
            <ChartTip title={sayInstant(new Date(point.time), zone)}>
              {metrics.map((metric) => (
                <p key={metric}>
                  {metricWords[metric]}:{' '}
                  <span className="figures">{point[metric]?.toLocaleString('en-GB') ?? 'not known'}</span>
                </p>
              ))}
            </ChartTip>
          ) : null;
        }}
      />
      {metrics.map((metric) => (
        <Line
          key={metric}
          dataKey={metric}
          name={metricWords[metric]}
          type="linear"
          connectNulls={false}
          stroke={lineLooks[metric].stroke}
          strokeWidth={2}
          strokeDasharray={lineLooks[metric].dash}
          isAnimationActive={false}
          dot={({ key, cx, cy, value }) => (
            <PointShape key={key} metric={metric} cx={value === null ? Number.NaN : (cx ?? 0)} cy={cy ?? 0} />
          )}
          activeDot={false}
        />
      ))}
      {points
        .filter(({ failed }) => failed)
        .map(({ time }) => (
          <ReferenceDot key={time} x={time} y={0} shape={Failed} ifOverflow="visible" />
        ))}
    </LineChart>
  );
}

function Failed({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) {
  return <path d={`M${cx - 4} ${cy - 9}l8 8m0-8-8 8`} stroke="var(--color-wrong)" strokeWidth="2" />;
}
