import { clockChangeOn } from '@mobilise/contracts/time';
import { memo, useRef } from 'react';
import { cx } from '../ui/cx.ts';
import { EntryCard } from './entry-card.tsx';
import { type Days, type Entry, shownOf } from './folding.ts';
import { dayNumber, isSameMonth, sayDate, sayLongWeekday, sayShortMonth, sayWeekday, weeksOfMonth } from './grid.ts';
import { countPosts, sayClockChange } from './saying.ts';
import { useTools } from './tools.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { usePlace } from './use-place.ts';

/** Entries a day shows before it says "+ 7 more". */
const room = 4;
const nothing: readonly Entry[] = [];

interface MonthProps {
  date: string;
  days: Days;
  today: string;
  zone: string;
  label: string;
  isLoading: boolean;
  onPage: (by: 1 | -1) => void;
}

/** A month as a wall planner: seven columns, a row for each week. */
export function Month({ date, days, today, zone, label, isLoading, onPage }: MonthProps) {
  const tools = useTools();
  const weeks = weeksOfMonth(date);
  const { current, gridProps } = useGridKeys({
    rows: weeks,
    initial: isSameMonth(today, date) ? today : date,
    onPage,
    refusal: (cell) => tools.refusal({ date: cell, hour: null }),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be laid out as equal rows that grow
    <div
      {...gridProps}
      role="grid"
      aria-label={label}
      aria-busy={isLoading}
      aria-describedby="calendar-keys"
      className="flex grow flex-col border-l border-line"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: part of the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus */}
      <div role="row" className="grid grid-cols-7 border-b border-line">
        {weeks[0]?.map((day) => (
          // biome-ignore lint/a11y/useSemanticElements: part of the grid
          // biome-ignore lint/a11y/useFocusableInteractive: nothing to do in a heading
          <div
            key={day}
            role="columnheader"
            className="border-r border-line px-2 py-1 text-small font-medium text-ink-soft"
          >
            <span aria-hidden>{sayWeekday(day)}</span>
            <span className="sr-only">{sayLongWeekday(day)}</span>
          </div>
        ))}
      </div>
      {weeks.map((week) => (
        // biome-ignore lint/a11y/useSemanticElements: part of the grid
        // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
        <div key={week[0]} role="row" className="grid min-h-26 grow grid-cols-7 border-b border-line">
          {week.map((day) => (
            <DayCell
              key={day}
              date={day}
              entries={days.get(day) ?? nothing}
              isOutside={!isSameMonth(day, date)}
              isToday={day === today}
              isPast={day < today}
              isCurrent={day === current}
              zone={zone}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface DayCellProps {
  date: string;
  entries: readonly Entry[];
  isOutside: boolean;
  isToday: boolean;
  isPast: boolean;
  isCurrent: boolean;
  zone: string;
}

const DayCell = memo(function DayCell({ date, entries, isOutside, isToday, isPast, isCurrent, zone }: DayCellProps) {
  const tools = useTools();
  const ref = useRef<HTMLDivElement>(null);
  const { dropProps, isDropTarget, why, label } = usePlace(ref, { date, hour: null });
  const change = clockChangeOn(date, zone);
  const shown = shownOf(entries.length, room);
  const left = entries.length - shown;
  const name = [
    sayDate(date),
    isToday && 'today',
    change && sayClockChange(change),
    entries.length === 0 ? 'nothing planned' : countPosts(entries.length),
  ]
    .filter(Boolean)
    .join(', ');
  const day = dayNumber(date);
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the grid
    <div
      {...dropProps}
      ref={ref}
      role="gridcell"
      data-cell={date}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={label ?? name}
      {...(isToday && { 'aria-current': 'date' as const })}
      className={cx(
        'relative flex min-w-0 flex-col gap-1 border-r border-line p-1 -outline-offset-2',
        isPast || isOutside ? 'bg-sunk' : 'bg-paper',
        isDropTarget && (why ? 'bg-wrong-soft' : 'bg-accent-soft outline-2 outline-accent'),
      )}
    >
      <div className="flex min-h-6 items-center gap-1.5 px-0.5">
        <span
          className={cx(
            'figures text-small',
            isToday
              ? 'grid size-6 place-items-center rounded-full bg-accent font-bold text-on-accent'
              : isOutside
                ? 'text-ink-soft'
                : 'font-medium',
          )}
        >
          {day}
        </span>
        {(day === 1 || isOutside) && <span className="text-small text-ink-soft">{sayShortMonth(date)}</span>}
        {change && <span className="ml-auto truncate text-small text-ink-soft">{sayClockChange(change)}</span>}
      </div>
      {entries.slice(0, shown).map((entry) => (
        <EntryCard key={entry.key} entry={entry} look="cell" isReachable={isCurrent} />
      ))}
      {left > 0 && (
        <button
          type="button"
          data-more
          tabIndex={isCurrent ? 0 : -1}
          onClick={() => tools.openDay(date)}
          className="min-h-6 rounded-base px-1.5 text-left text-small font-medium text-accent hover:bg-hover"
        >
          + {left} more<span className="sr-only"> on {sayDate(date)}</span>
        </button>
      )}
      {why && (
        <p className="pointer-events-none absolute inset-0 grid place-items-center bg-wrong-soft p-2 text-center text-small font-medium text-wrong">
          {why}
        </p>
      )}
    </div>
  );
});
