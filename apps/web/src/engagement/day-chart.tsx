import { Bar, BarChart, CartesianGrid, ReferenceDot, Tooltip, XAxis, YAxis } from 'recharts';
import { axisLine, axisText, ChartTip, chartClasses, chartSize, gridLine } from './chart-parts.tsx';
import type { Day } from './days.ts';
import { sayDay, sayDayValue } from './days.ts';

export interface DayChartProps {
  days: readonly Day[];
  /** `Readers`, for the name and the tip. */
  what: string;
  /** Reactions are striped, so that two charts are told apart without their colour. */
  isStriped?: boolean;
}

/** One bar a day of publication. Zero is a short line on the ground, unknown a hollow mark with a question mark. */
export function DayChart({ days, what, isStriped = false }: DayChartProps) {
  const fill = isStriped ? 'url(#stripes)' : 'var(--color-accent)';
  return (
    <BarChart
      responsive
      style={chartSize}
      data={[...days]}
      margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
      aria-label={`${what} by day. Walk through the days with the arrow keys.`}
      className={chartClasses}
      barCategoryGap="18%"
    >
      <defs>
        <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--color-going-soft)" />
          <rect width="3" height="6" fill="var(--color-going)" />
        </pattern>
      </defs>
      <CartesianGrid {...gridLine} />
      <XAxis
        dataKey="date"
        tickFormatter={(date: string) => sayDay(date)}
        tick={axisText}
        tickLine={false}
        axisLine={axisLine}
        minTickGap={28}
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
        cursor={{ fill: 'var(--color-hover)' }}
        content={({ active, payload }) => {
          const day = payload?.[0]?.payload as Day | undefined;
          return active && day ? (
            <ChartTip title={sayDay(day.date)}>
              <p>
                {what}: <span className="figures">{sayDayValue(day)}</span>
              </p>
              <p className="text-ink-soft">{day.posts === 1 ? '1 post' : `${day.posts} posts`}</p>
            </ChartTip>
          ) : null;
        }}
      />
      <Bar
        dataKey="height"
        name={what}
        fill={fill}
        stroke={isStriped ? 'var(--color-going)' : 'none'}
        maxBarSize={32}
        radius={[2, 2, 0, 0]}
        isAnimationActive={false}
      />
      {days.map(({ date, posts, value }) =>
        posts > 0 && !value ? (
          <ReferenceDot key={date} x={date} y={0} shape={value === 0 ? Zero : Unknown} ifOverflow="visible" />
        ) : null,
      )}
    </BarChart>
  );
}

function Zero({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) {
  return <path d={`M${cx - 6} ${cy - 1.5}h12`} stroke="var(--color-ink)" strokeWidth="3" />;
}

function Unknown({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) {
  return (
    <g>
      <circle
        cx={cx}
        cy={cy - 11}
        r="8"
        fill="var(--color-paper)"
        stroke="var(--color-ink-soft)"
        strokeDasharray="2.4 2.2"
      />
      <text x={cx} y={cy - 7} textAnchor="middle" fontSize="12" fill="var(--color-ink)">
        ?
      </text>
    </g>
  );
}
