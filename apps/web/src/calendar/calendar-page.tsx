import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { lazy } from '../lazy.ts';
import type { Ask } from '../scheduling/asking.ts';
import { useWallNow } from '../scheduling/now.ts';
import { useCommands } from '../scheduling/use-commands.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Page } from '../ui/page-frame.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { useMedia } from '../ui/use-media.ts';
import { calendarQuery } from './calendar-queries.ts';
import { type CalendarSearch, calendarSearch, changeSearch, countFilters, filtersOf } from './calendar-search.ts';
import { type Days, type Entry, foldDays } from './folding.ts';
import { rangeOf, sayMonthName, sayPage, turnPage } from './grid.ts';
import { Month } from './month.tsx';
import { applyMoves } from './moves.ts';
import { Toolbar } from './toolbar.tsx';
import { ToolsContext } from './tools.ts';
import { Tray } from './tray.tsx';
import { useCarryStart } from './use-carry-start.ts';
import { useMover } from './use-mover.ts';
import { useTools } from './use-tools.ts';

const AskDialog = lazy(() => import('../scheduling/ask-dialog.tsx'), 'AskDialog');
const CardMenu = lazy(() => import('./card-menu.tsx'), 'CardMenu');
const DayDialog = lazy(() => import('./day-dialog.tsx'), 'DayDialog');
const Week = lazy(() => import('./week.tsx'), 'Week');
const Agenda = lazy(() => import('./agenda.tsx'), 'Agenda');
const NothingPlanned = lazy(() => import('./nothing-planned.tsx'), 'NothingPlanned');

/** The editorial calendar: what goes out when, where, and how it stands. */
export function CalendarPage() {
  const { id: workspaceId, zone } = useWorkspace();
  const now = useWallNow(zone);
  const today = now.slice(0, 10);
  const search = calendarSearch.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  const isPhone = useMedia('(width < 640px)');
  const hasTray = useMedia('(width >= 1240px)');
  const view = search.view ?? (isPhone ? 'agenda' : 'month');
  const date = search.date ?? today;
  const range = rangeOf(view, date);
  const filters = filtersOf(search);
  const go = (changes: Partial<CalendarSearch>) =>
    void navigate({ to: '.', search: changeSearch(search, changes, today) as never, replace: true });

  const [asked, setAsked] = useState<Ask | null>(null);
  const [menu, setMenu] = useState<{ entry: Entry; trigger: HTMLButtonElement } | null>(null);
  const [openDay, setOpenDay] = useState<string | null>(null);
  const [isTrayOpen, setTrayOpen] = useState(false);
  const run = useCommands();
  const { moves, move } = useMover(setAsked);
  const calendar = useQuery(calendarQuery(workspaceId, range, filters));
  const days = useDays(calendar.data?.data, moves, range);
  const tools = useTools({
    now,
    ask: setAsked,
    move,
    openDay: setOpenDay,
    openMenu: (entry, trigger) => setMenu({ entry, trigger }),
  });

  useCarryStart(tools, view === 'month' ? date.slice(0, 7) : '');

  const title = sayPage(view, date);
  const isLoading = calendar.isPending;
  const isEmpty = calendar.data?.data.length === 0 && days.size === 0;
  const onPage = (by: 1 | -1) => go({ date: turnPage(view, date, by) });
  const mayWrite = useCan('posts.write');
  // A week does not fit on a phone: there it is a list.
  const isWeekList = view === 'week' && isPhone;
  const shared = { date, days, zone, label: `Posts, ${title}`, isLoading, onPage };
  return (
    <ToolsContext value={tools}>
      <Page className="max-w-none grow gap-3!">
        <Toolbar
          title={title}
          view={view}
          zone={zone}
          filters={filters}
          onView={(view) => go({ view })}
          onPage={onPage}
          onToday={() => go({ date: undefined })}
          onFilter={go}
          onTray={() => setTrayOpen(true)}
        />
        <div className="flex grow items-stretch gap-5">
          <div className="flex min-w-0 grow flex-col">
            {calendar.error && !calendar.data ? (
              <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />
            ) : (
              <Suspense fallback={<SkeletonRows rows={8} />}>
                {isEmpty && (
                  <NothingPlanned
                    when={view === 'week' ? title : sayMonthName(date)}
                    isNarrowed={countFilters(search) > 0}
                    onWiden={() =>
                      go({
                        channel: undefined,
                        kind: undefined,
                        state: undefined,
                        campaign: undefined,
                        person: undefined,
                      })
                    }
                  />
                )}
                {view === 'month' && <Month {...shared} today={today} isCompact={isPhone} />}
                {view === 'week' && !isWeekList && <Week {...shared} now={now} />}
                {(view === 'agenda' || isWeekList) && !isEmpty && (
                  <Agenda {...shared} today={today} isWeek={view === 'week'} />
                )}
                {view !== 'agenda' && !isWeekList && (
                  <p id="calendar-keys" className="pt-2 text-small text-ink-soft pointer-coarse:hidden">
                    Arrow keys go between {view === 'week' ? 'hours' : 'days'}, Enter into the posts of one. Drag a post
                    to move it; by keys, press Enter on its handle, or S to choose a time.
                  </p>
                )}
              </Suspense>
            )}
          </div>
          {hasTray && (
            <aside aria-label="Unscheduled posts and items" className="relative w-60 shrink-0">
              {/* Out of the flow: however much waits here, the weeks beside it are as tall as their posts. */}
              <div className="absolute inset-0">
                <div className="sticky top-0 flex h-full max-h-dvh flex-col gap-2">
                  <h2 className="font-semibold">Unscheduled</h2>
                  <div className="-m-1 flex min-h-0 grow flex-col overflow-y-auto p-1">
                    <Tray onUnschedule={(cards) => void run('unschedule', cards)} />
                  </div>
                </div>
              </div>
            </aside>
          )}
        </div>
      </Page>
      <Dialog title="Unscheduled" isOpen={isTrayOpen && !hasTray} onClose={() => setTrayOpen(false)}>
        <Tray onUnschedule={(cards) => void run('unschedule', cards)} onChoose={() => setTrayOpen(false)} />
      </Dialog>
      <Suspense>
        {openDay && !asked && (
          <DayDialog date={openDay} entries={days.get(openDay) ?? []} onClose={() => setOpenDay(null)} />
        )}
        {menu && (
          <CardMenu
            {...menu}
            onClose={() => setMenu(null)}
            maySchedule={tools.maySchedule}
            mayWrite={mayWrite}
            ask={setAsked}
            run={(command, cards) => void run(command, cards)}
            open={tools.open}
          />
        )}
        {asked && <AskDialog ask={asked} onClose={() => setAsked(null)} />}
      </Suspense>
    </ToolsContext>
  );
}

const none = [] as const;

/** The posts by day, with moves under way applied; days that show the same stay the same objects. */
function useDays(
  cards: Parameters<typeof applyMoves>[0] | undefined,
  moves: Parameters<typeof applyMoves>[1],
  range: { from: string; to: string },
): Days {
  const before = useRef<Days>(new Map());
  const { from, to } = range;
  const days = useMemo(
    () => foldDays(applyMoves(cards ?? none, moves, { from, to }), new Set(moves.keys()), before.current),
    [cards, moves, from, to],
  );
  useEffect(() => {
    before.current = days;
  }, [days]);
  return days;
}
