import type { Channel } from '@mobilise/contracts/channels';
import type { QueuedPost } from '@mobilise/contracts/queue';
import { clockChangeOn } from '@mobilise/contracts/time';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { sayDate } from '../calendar/grid.ts';
import { sayClockChange } from '../calendar/saying.ts';
import { lazy } from '../lazy.ts';
import type { Ask } from '../scheduling/asking.ts';
import { useWallNow } from '../scheduling/now.ts';
import { useCommands } from '../scheduling/use-commands.ts';
import { useCan, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { PlaceRow } from './place-row.tsx';
import { daysOf, type Place } from './places.ts';
import { moveTo, neighbour } from './planning.ts';
import type { QueueActions } from './queue-actions.ts';
import { sayMoved } from './queue-words.ts';
import { useArrange } from './use-arrange.ts';

const AskDialog = lazy(() => import('../scheduling/ask-dialog.tsx'), 'AskDialog');

/** The days of a queue with their slots and posts; what the queue may move is dragged, stepped or sent somewhere. */
export function QueueList({ channel, places }: { channel: Channel; places: readonly Place[] }) {
  const { slug, zone } = useWorkspace();
  const [maySchedule, mayWrite] = [useCan('posts.schedule'), useCan('posts.write')];
  const today = useWallNow(zone).slice(0, 10);
  const navigate = useNavigate();
  const run = useCommands();
  const arrange = useArrange(channel.id);
  const [asked, setAsked] = useState<Ask | null>(null);
  const [moving, setMoving] = useState<QueuedPost | null>(null);
  const keepFocus = useFocusAfterMove(places);
  const move = (post: QueuedPost, to: string) => {
    const changes = moveTo(places, post.id, to);
    if (changes.length === 0) return;
    announce(sayMoved(post, changes));
    arrange.mutate({ changes, words: sayMoved(post, changes) });
  };
  const actions: QueueActions = {
    maySchedule,
    mayWrite,
    ask: setAsked,
    run: (command, cards) => void run(command, cards),
    open: ({ id }) => void navigate({ to: `/w/${slug}/posts/${id}` as string }),
    hrefOf: ({ id }) => `/w/${slug}/posts/${id}`,
    move,
    askMove: setMoving,
    next: (post, by) => neighbour(places, post, by),
    step: (post, by) => {
      const to = neighbour(places, post, by);
      if (!to) return;
      keepFocus(post.id, by);
      move(post, to);
    },
    find: (id) => places.flatMap(({ posts }) => posts).find((post) => post.id === id),
  };
  return (
    <div className="flex flex-col border-t border-line">
      {daysOf(places).map(([date, ofDay]) => {
        const change = clockChangeOn(date, zone);
        return (
          <section
            key={date}
            aria-labelledby={`day-${date}`}
            className="flex flex-col gap-x-4 gap-y-1 border-b border-line py-2 sm:flex-row"
          >
            <div className="w-44 shrink-0 pt-1.5">
              <h2 id={`day-${date}`} className="figures font-semibold">
                {sayDate(date)}
              </h2>
              {date === today && <p className="text-small font-semibold text-accent">Today</p>}
              {change && <p className="text-small text-ink-soft">{sayClockChange(change)}</p>}
            </div>
            <ul className="flex min-w-0 grow flex-col gap-1">
              {ofDay.map((place) => (
                <PlaceRow key={place.wallTime} place={place} actions={actions} />
              ))}
            </ul>
          </section>
        );
      })}
      {moving && (
        <MoveDialog post={moving} places={places} onMove={(to) => move(moving, to)} onClose={() => setMoving(null)} />
      )}
      <Suspense>{asked && <AskDialog ask={asked} onClose={() => setAsked(null)} />}</Suspense>
    </div>
  );
}

/** A row that moves is drawn anew elsewhere: the button that moved it keeps the focus, or the other one at the end of the way. */
function useFocusAfterMove(places: readonly Place[]): (postId: string, by: -1 | 1) => void {
  const wanted = useRef<{ postId: string; by: -1 | 1 } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows are drawn anew
  useEffect(() => {
    const { postId, by } = wanted.current ?? {};
    const row = postId && document.querySelector(`[data-queued="${postId}"]`);
    if (!row || row.contains(document.activeElement)) return;
    const buttons = [...row.querySelectorAll<HTMLButtonElement>('[data-step]:not(:disabled)')];
    (buttons.find(({ dataset }) => dataset['step'] === String(by)) ?? buttons[0])?.focus();
    wanted.current = null;
  }, [places]);
  return (postId, by) => {
    wanted.current = { postId, by };
  };
}
