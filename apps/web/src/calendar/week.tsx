import { clockChangeOn } from '@mobilise/contracts/time';
import { Fragment, memo, useMemo, useRef, useState } from 'react';
import { countPosts } from '../scheduling/own-words.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { EntryCard } from './entry-card.tsx';
import type { Days, Entry } from './folding.ts';
import { dayNumber, hoursShown, sayDate, sayHour, sayLongWeekday, sayShortMonth, sayWeekday, weekOf } from './grid.ts';
import { isPast, placeOf } from './placing.ts';
import { sayClockChange } from './saying.ts';
import { useTools } from './tools.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { usePlace } from './use-place.ts';

interface WeekProps {
  date: string;
  days: Days;
  /** Wall time of this moment. */
  now: string;
  zone: string;
  label: string;
  isLoading: boolean;
  onPage: (by: 1 | -1) => void;
}

const nothing: readonly Entry[] = [];
const cellKey = (date: string, hour: number) => `${date}T${String(hour).padStart(2, '0')}`;
const columns = 'grid grid-cols-[3.25rem_repeat(7,minmax(0,1fr))]';

/** A week by the hours of the clock on the wall. An hour is as tall as its fullest day needs. */
export function Week({ date, days, now, zone, label, isLoading, onPage }: WeekProps) {
  const tools = useTools();
  const [showAll, setShowAll] = useState(false);
  const dates = weekOf(date);
  const today = now.slice(0, 10);
  const entries = useMemo(() => byHour(days), [days]);
  const shown = hoursShown(
    dates.flatMap((day) => (days.get(day) ?? nothing).map(({ wallTime }) => wallTime)),
    showAll,
  );
  const hours = Array.from({ length: shown.to - shown.from + 1 }, (_, index) => shown.from + index);
  const rows = hours.map((hour) => dates.map((day) => cellKey(day, hour)));
  const { current, gridProps } = useGridKeys({
    rows,
    initial: cellKey(
      dates.includes(today) ? today : (dates[0] ?? date),
      dates.includes(today) ? Number(now.slice(11, 13)) : 9,
    ),
    onPage,
    refusal: (cell) => tools.refusal(placeOf(cell)),
  });
  const hidden = 24 - hours.length;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot keep its head in view with rows that grow */}
      <div
        {...gridProps}
        role="grid"
        aria-label={label}
        aria-busy={isLoading}
        aria-describedby="calendar-keys"
        className="border-l border-line"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus */}
        <div role="row" data-sticks="head" className={cx(columns, 'sticky top-0 z-10 border-b border-line bg-paper')}>
          {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to do in a heading */}
          <div role="columnheader" className="border-r border-line">
            <span className="sr-only">Hour</span>
          </div>
          {dates.map((day) => (
            <DayHead key={day} date={day} isToday={day === today} zone={zone} count={days.get(day)?.length ?? 0} />
          ))}
        </div>
        {hours.map((hour) => (
          // biome-ignore lint/a11y/useSemanticElements: part of the grid
          // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
          <div key={hour} role="row" className={cx(columns, 'min-h-12 border-b border-line')}>
            {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to do in a heading */}
            <div
              role="rowheader"
              className="figures border-r border-line px-1.5 pt-0.5 text-right text-small text-ink-soft"
            >
              {sayHour(hour)}
            </div>
            {dates.map((day) => {
              const cell = cellKey(day, hour);
              return (
                <HourCell
                  key={day}
                  date={day}
                  hour={hour}
                  entries={entries.get(cell) ?? nothing}
                  isPast={isPast({ date: day, hour }, now)}
                  isNow={cell === now.slice(0, 13)}
                  isCurrent={cell === current}
                />
              );
            })}
          </div>
        ))}
      </div>
      {(hidden > 0 || showAll) && (
        <div className="pt-2">
          <Button look="quiet" size="small" onPress={() => setShowAll(!showAll)}>
            {showAll ? 'Hide the empty night hours' : 'Show all 24 hours'}
          </Button>
        </div>
      )}
    </>
  );
}

/** The entries of each hour; each list is as old as its day's. */
function byHour(days: Days): ReadonlyMap<string, readonly Entry[]> {
  const hours = new Map<string, Entry[]>();
  for (const entries of days.values()) {
    for (const entry of entries) {
      const key = entry.wallTime.slice(0, 13);
      const hour = hours.get(key);
      if (hour) hour.push(entry);
      else hours.set(key, [entry]);
    }
  }
  return hours;
}

function DayHead({ date, isToday, zone, count }: { date: string; isToday: boolean; zone: string; count: number }) {
  const change = clockChangeOn(date, zone);
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid
    // biome-ignore lint/a11y/useFocusableInteractive: nothing to do in a heading
    <div
      role="columnheader"
      {...(isToday && { 'aria-current': 'date' as const })}
      className="min-w-0 border-r border-line px-2 py-1"
    >
      <span className="sr-only">
        {sayLongWeekday(date)} {sayDate(date).replace(/^\S+ /, '')}
        {isToday ? ', today' : ''}, {count === 0 ? 'nothing planned' : countPosts(count)}
        {change ? `, ${sayClockChange(change)}` : ''}
      </span>
      <span aria-hidden className={cx('flex flex-wrap items-center gap-x-1.5', isToday && 'text-accent')}>
        <span className={cx('text-small', isToday ? 'font-semibold' : 'text-ink-soft')}>{sayWeekday(date)}</span>
        <span
          className={cx(
            'figures text-lead font-semibold',
            isToday && 'grid size-7 place-items-center rounded-full bg-accent text-on-accent',
          )}
        >
          {dayNumber(date)}
        </span>
        <span className="text-small text-ink-soft">{sayShortMonth(date)}</span>
      </span>
      {change && (
        <span aria-hidden className="block text-small text-ink-soft">
          {sayClockChange(change)}
        </span>
      )}
    </div>
  );
}

interface HourCellProps {
  date: string;
  hour: number;
  entries: readonly Entry[];
  isPast: boolean;
  isNow: boolean;
  isCurrent: boolean;
}

const HourCell = memo(
  function HourCell({ date, hour, entries, isPast, isNow, isCurrent }: HourCellProps) {
    const ref = useRef<HTMLDivElement>(null);
    const { dropProps, isDropTarget, why, label } = usePlace(ref, { date, hour });
    return (
      // biome-ignore lint/a11y/useSemanticElements: part of the grid
      // biome-ignore lint/a11y/useFocusableInteractive: the hour in it takes the focus; a cell would be named by all its posts
      <div role="gridcell" className="flex min-w-0 border-r border-line">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no arrow keys and takes no drops */}
        <div
          {...dropProps}
          ref={ref}
          role="group"
          data-cell={cellKey(date, hour)}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={
            label ??
            [`${sayDate(date)}, ${sayHour(hour)}`, isNow && 'now', entries.length > 0 && countPosts(entries.length)]
              .filter(Boolean)
              .join(', ')
          }
          className={cx(
            'relative flex min-w-0 grow flex-col gap-1 p-1 -outline-offset-2',
            isPast ? 'bg-sunk' : 'bg-paper',
            isNow && 'border-t-2 border-t-accent',
            isDropTarget && (why ? 'bg-wrong-soft' : 'bg-accent-soft outline-2 outline-accent'),
          )}
        >
          {entries.map((entry) => (
            <Fragment key={entry.key}>
              <EntryCard entry={entry} look="hour" isReachable={isCurrent} />
            </Fragment>
          ))}
          {why && (
            <p className="pointer-events-none absolute inset-0 grid place-items-center bg-wrong-soft p-1 text-center text-small font-medium text-wrong">
              {why}
            </p>
          )}
        </div>
      </div>
    );
  },
  (before, after) =>
    before.date === after.date &&
    before.hour === after.hour &&
    before.isPast === after.isPast &&
    before.isNow === after.isNow &&
    before.isCurrent === after.isCurrent &&
    before.entries.length === after.entries.length &&
    before.entries.every((entry, index) => entry === after.entries[index]),
);
