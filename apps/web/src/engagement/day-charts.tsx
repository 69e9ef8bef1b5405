import type { rankEngagement } from '@mobilise/contracts/engagement';
import type { RouteResponse } from '@mobilise/contracts/route';
import { lazy } from '../lazy.ts';
import { ChartFigure } from './chart-figure.tsx';
import { daysOf, isDrawn, type Measure, sayDay, sayDayValue } from './days.ts';

const DayChart = lazy(() => import('./day-chart.tsx'), 'DayChart');

const figures: readonly { measure: Measure; title: string; what: string; description: string }[] = [
  {
    measure: 'readers',
    title: 'Readers by day of publication',
    what: 'Readers',
    description: 'How many people read, until now, what the newsroom site published on a day.',
  },
  {
    measure: 'reactions',
    title: 'Reactions by day of publication',
    what: 'Reactions',
    description: 'Likes, reposts, replies and quotes, until now, of what was posted on a day.',
  },
];

/** A chart for each measure that anything published here has, each with its table. */
export function DayCharts({ answer, zone }: { answer: RouteResponse<typeof rankEngagement>; zone: string }) {
  const shown = figures
    .map((figure) => ({ ...figure, days: daysOf(answer.byDay, figure.measure, answer.posts, zone) }))
    .filter(({ days }) => isDrawn(days));
  return (
    <section aria-labelledby="by-day" className="flex flex-col gap-3 pt-2">
      <div>
        <h2 id="by-day" className="text-lead font-semibold">
          Day by day
        </h2>
        <p className="max-w-prose text-small text-ink-soft">
          A flat mark on the ground is zero. A question mark is a number that could not be read.
        </p>
      </div>
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-2">
        {shown.map(({ measure, title, what, description, days }) => (
          <ChartFigure
            key={measure}
            title={title}
            description={description}
            rows={days.filter(({ posts }) => posts > 0)}
            rowKey={({ date }) => date}
            columns={[
              { title: 'Day', cell: ({ date }) => sayDay(date) },
              { title: 'Posts', align: 'right', cell: ({ posts }) => posts },
              { title: what, align: 'right', cell: sayDayValue },
            ]}
          >
            <DayChart days={days} what={what} isStriped={measure === 'reactions'} />
          </ChartFigure>
        ))}
      </div>
    </section>
  );
}
