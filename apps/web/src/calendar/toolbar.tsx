import { Link } from '@tanstack/react-router';
import { CalendarPlus, ChevronLeft, ChevronRight, Inbox, ListFilter } from 'lucide-react';
import { Suspense } from 'react';
import { lazy } from '../lazy.ts';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { useCan, useWorkspace } from '../session.ts';
import { useSignals } from '../shell/signals.ts';
import { useTitle } from '../title.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { type CalendarFilters, type CalendarView, calendarViews, countFilters } from './calendar-search.ts';

const Filters = lazy(() => import('./filters.tsx'), 'Filters');

const viewNames: Record<CalendarView, string> = { month: 'Month', week: 'Week', agenda: 'Agenda' };

/** On a phone the icons alone are in view, so that all of them fit beside the views. */
const onPhone = 'max-sm:min-w-11';

interface ToolbarProps {
  title: string;
  view: CalendarView;
  zone: string;
  filters: CalendarFilters;
  onView: (view: CalendarView) => void;
  onPage: (by: 1 | -1) => void;
  onToday: () => void;
  onFilter: (changes: CalendarFilters) => void;
  onTray: () => void;
}

/** The head of the calendar: where in time one is, how it is shown, and what of it. */
export function Toolbar({ title, view, zone, filters, onView, onPage, onToday, onFilter, onTray }: ToolbarProps) {
  const { slug } = useWorkspace();
  const mayWrite = useCan('posts.write');
  const narrowed = countFilters(filters);
  const page = view === 'week' ? 'week' : 'month';
  useTitle(`Calendar, ${title}`);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1 className="text-title font-semibold tracking-tight sm:text-page">{title}</h1>
          <Waiting />
        </div>
        {isForeign(zone) && (
          <p className="text-small text-ink-soft">Times are those of {sayZone(zone)}, not of this device.</p>
        )}
      </div>
      <div className="flex items-center">
        <IconButton label={`The ${page} before`} icon={ChevronLeft} onPress={() => onPage(-1)} />
        <Button look="quiet" onPress={onToday}>
          Today
        </Button>
        <IconButton label={`The ${page} after`} icon={ChevronRight} onPress={() => onPage(1)} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend in view */}
        <div role="group" aria-label="View" className="flex rounded-base border border-line-strong bg-sheet p-0.5">
          {calendarViews.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === view}
              onClick={() => onView(one)}
              className={cx(
                'h-7.5 rounded-[3px] px-2.5 font-medium pointer-coarse:h-10',
                one === view ? 'bg-accent text-on-accent' : 'hover:bg-hover',
              )}
            >
              {viewNames[one]}
            </button>
          ))}
        </div>
        <Popover
          label="Filters"
          placement="bottom end"
          trigger={
            <Button icon={ListFilter} className={onPhone}>
              <span className="max-sm:sr-only">Filter</span>
              {narrowed > 0 && `(${narrowed})`}
            </Button>
          }
        >
          <Suspense fallback={<Skeleton className="h-72 w-72" />}>
            <Filters filters={filters} onChange={onFilter} />
          </Suspense>
        </Popover>
        <Button icon={Inbox} onPress={onTray} className={cx(onPhone, 'min-[1240px]:hidden')}>
          <span className="max-sm:sr-only">Unscheduled</span>
        </Button>
        {mayWrite && (
          <LinkButton to={`/w/${slug}/posts/new` as string} look="primary" icon={CalendarPlus} className={onPhone}>
            <span className="max-sm:sr-only">New post</span>
          </LinkButton>
        )}
      </div>
    </header>
  );
}

/** The way to the posts that wait for somebody, while there are any. */
function Waiting() {
  const { slug } = useWorkspace();
  const signal = useSignals()['calendar'];
  if (!signal?.to) return null;
  return (
    <Link
      to={`/w/${slug}/${signal.to}` as string}
      className="flex min-h-6 items-center gap-1.5 text-link pointer-coarse:min-h-11"
    >
      <StateIcon state="needs_person" />
      {signal.words}
    </Link>
  );
}
