import { clockChangeOn } from '@mobilise/contracts/time';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { EntryCard } from './entry-card.tsx';
import type { Days, Entry } from './folding.ts';
import { daysOfMonth, isSameMonth, sayDate, weekOf } from './grid.ts';
import { sayClockChange } from './saying.ts';
import { useTools } from './tools.ts';
import { usePlace } from './use-place.ts';

const nothing: readonly Entry[] = [];

/** A month as a list of days: for phones, for 400 % zoom, and for who prefers to read. Past days without posts are left out. */
export function Agenda({
  date,
  days,
  today,
  zone,
  label,
  isLoading,
  isWeek = false,
}: {
  date: string;
  days: Days;
  today: string;
  zone: string;
  label: string;
  isLoading: boolean;
  /** A week instead of a month. */
  isWeek?: boolean;
}) {
  const [showsEarlier, setShowsEarlier] = useState(false);
  const dates = (isWeek ? weekOf(date) : daysOfMonth(date)).filter((day) => day >= today || days.has(day));
  const earlier = !isWeek && isSameMonth(date, today) ? dates.filter((day) => day < today) : [];
  const shown = showsEarlier ? dates : dates.slice(earlier.length);
  const before = earlier.reduce((count, day) => count + (days.get(day)?.length ?? 0), 0);
  return (
    <section aria-label={label} aria-busy={isLoading} onKeyDown={betweenCards} className="flex max-w-4xl flex-col">
      {earlier.length > 0 && (
        <div className="border-b border-line py-1.5">
          <Button
            look="quiet"
            size="small"
            icon={showsEarlier ? ChevronUp : ChevronDown}
            onPress={() => setShowsEarlier(!showsEarlier)}
          >
            {showsEarlier ? 'Hide what is before today' : `Earlier this month (${before})`}
          </Button>
        </div>
      )}
      {shown.map((day) => (
        <AgendaDay
          key={day}
          date={day}
          entries={days.get(day) ?? nothing}
          isToday={day === today}
          isPast={day < today}
          zone={zone}
        />
      ))}
    </section>
  );
}

/** Up and down go between posts, as Tab does with more stops. */
function betweenCards(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const target = event.target as HTMLElement;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-post-link]')];
  const at = links.indexOf(target);
  if (at < 0) return;
  event.preventDefault();
  links[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

interface AgendaDayProps {
  date: string;
  entries: readonly Entry[];
  isToday: boolean;
  isPast: boolean;
  zone: string;
}

const AgendaDay = memo(function AgendaDay({ date, entries, isToday, isPast, zone }: AgendaDayProps) {
  const tools = useTools();
  const ref = useRef<HTMLElement>(null);
  const { dropProps, isDropTarget, why, label } = usePlace(ref, { date, hour: null });
  const change = clockChangeOn(date, zone);
  const isEmpty = entries.length === 0;
  return (
    <section
      {...dropProps}
      ref={ref}
      data-cell={date}
      tabIndex={-1}
      aria-label={label ?? sayDate(date)}
      className={cx(
        'flex flex-col gap-x-4 gap-y-1.5 border-b border-line px-1 -outline-offset-2 sm:flex-row',
        isEmpty ? 'py-2' : 'py-3 [contain-intrinsic-size:auto_5rem] [content-visibility:auto]',
        isPast && 'bg-sunk',
        isDropTarget && (why ? 'bg-wrong-soft' : 'bg-accent-soft outline-2 outline-accent'),
      )}
    >
      <div className="w-50 shrink-0">
        <h2
          className={cx('figures', isEmpty ? 'text-ink-soft' : 'font-semibold', isToday && 'font-semibold text-accent')}
          {...(isToday && { 'aria-current': 'date' as const })}
        >
          {sayDate(date)}
        </h2>
        {isToday && <p className="text-small font-semibold text-accent">Today</p>}
        {change && <p className="text-small text-ink-soft">{sayClockChange(change)}</p>}
        {why && <p className="text-small font-medium text-wrong">{why}</p>}
      </div>
      {isEmpty ? (
        <p className="text-ink-soft">{tools.maySchedule && isDropTarget ? 'Drop it here' : 'Nothing planned'}</p>
      ) : (
        <ul className="flex min-w-0 grow flex-col gap-1.5">
          {entries.map((entry) => (
            <li key={entry.key}>
              <EntryCard entry={entry} look="row" isReachable />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});
