import { clockChangeOn } from '@mobilise/contracts/time';
import { memo, useRef } from 'react';
import { countPosts } from '../scheduling/own-words.ts';
import { cx } from '../ui/cx.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import { EntryCard } from './entry-card.tsx';
import { type Days, type Entry, shownOf } from './folding.ts';
import { dayNumber, isSameMonth, sayDate, sayLongWeekday, sayShortMonth, sayWeekday, weeksOfMonth } from './grid.ts';
import { sayClockChange } from './saying.ts';
import { useTools } from './tools.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { usePlace } from './use-place.ts';

/** Entries a day shows before it says "+ 7 more". */
const room = 4;
/** Marks a day of a phone’s month shows. */
const marksShown = 4;
const nothing: readonly Entry[] = [];

interface MonthProps {
  date: string;
  days: Days;
  today: string;
  zone: string;
  label: string;
  isLoading: boolean;
  /** Marks instead of cards, where a column is too narrow for words. */
  isCompact: boolean;
  onPage: (by: 1 | -1) => void;
}

/** A month as a wall planner: seven columns, a row for each week. */
export function Month({ date, days, today, zone, label, isLoading, isCompact, onPage }: MonthProps) {
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
              isCompact={isCompact}
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
  isCompact: boolean;
}

const DayCell = memo(function DayCell({
  date,
  entries,
  isOutside,
  isToday,
  isPast,
  isCurrent,
  zone,
  isCompact,
}: DayCellProps) {
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
    // biome-ignore lint/a11y/useFocusableInteractive: the day in it takes the focus; a cell would be named by all its posts
    <div
      role="gridcell"
      className="flex min-w-0 border-r border-line"
      {...(isToday && { 'aria-current': 'date' as const })}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no arrow keys and takes no drops */}
      <div
        {...dropProps}
        ref={ref}
        role="group"
        data-cell={date}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={label ?? name}
        className={cx(
          'relative flex min-w-0 grow flex-col gap-1 p-1 -outline-offset-2',
          isPast || isOutside ? 'bg-sunk' : 'bg-paper',
          isDropTarget && (why ? 'bg-wrong-soft' : 'bg-accent-soft outline-2 outline-accent'),
        )}
      >
        <div aria-hidden className="flex min-h-6 flex-wrap items-center gap-x-1.5 px-0.5">
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
          {(day === 1 || isOutside) && (
            <span className="text-small text-ink-soft max-sm:hidden">{sayShortMonth(date)}</span>
          )}
          {change && <span className="text-small text-ink-soft sm:ml-auto">{sayClockChange(change)}</span>}
        </div>
        {isCompact ? (
          <CompactDay date={date} entries={entries} isReachable={isCurrent} />
        ) : (
          <>
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
          </>
        )}
        {why && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center bg-wrong-soft p-2 text-center text-small font-medium text-wrong">
            {why}
          </p>
        )}
      </div>
    </div>
  );
});

/** A day of a phone’s month: the marks of its posts, and one button that opens them. */
function CompactDay({ date, entries, isReachable }: { date: string; entries: readonly Entry[]; isReachable: boolean }) {
  const tools = useTools();
  if (entries.length === 0) return null;
  return (
    <button
      type="button"
      data-more
      tabIndex={isReachable ? 0 : -1}
      onClick={() => tools.openDay(date)}
      className="flex min-h-11 grow flex-wrap content-start items-center gap-1 rounded-base p-0.5 hover:bg-hover"
    >
      <span className="sr-only">
        Open {sayDate(date)}, {countPosts(entries.length)}
      </span>
      {entries.slice(0, marksShown).map((entry) => (
        <StateIcon key={entry.key} state={entry.state} className="size-3.5" />
      ))}
      {entries.length > marksShown && (
        <span aria-hidden className="figures text-small font-medium">
          +{entries.length - marksShown}
        </span>
      )}
    </button>
  );
}
