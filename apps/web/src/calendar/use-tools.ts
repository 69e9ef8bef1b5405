import type { PostCard } from '@mobilise/contracts/posts';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { sayWhen } from '../scheduling/own-words.ts';
import { useCan, useWorkspace } from '../session.ts';
import { announce } from '../ui/announcer.tsx';
import { showNotice } from '../ui/toast.tsx';
import { getCarrying } from './dragging.ts';
import { sayDate } from './grid.ts';
import { placeAt, refusal } from './placing.ts';
import type { CalendarTools } from './tools.ts';

interface ToolsNeeds extends Pick<CalendarTools, 'ask' | 'openDay' | 'openMenu'> {
  /** Wall time of this moment. */
  now: string;
  move: (cards: readonly PostCard[], wallTime: string) => Promise<void>;
}

/** The calendar's tools: always the same object, always acting on the latest of what they need. */
export function useTools(needs: ToolsNeeds): CalendarTools {
  const { slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const navigate = useNavigate();
  const latest = useRef(needs);
  latest.current = needs;
  return useMemo(() => {
    const hrefOf = ({ id }: PostCard) => `/w/${slug}/posts/${id}`;
    return {
      maySchedule,
      hrefOf,
      open: (card) => void navigate({ to: hrefOf(card) as string }),
      openMenu: (entry, trigger) => latest.current.openMenu(entry, trigger),
      openDay: (date) => latest.current.openDay(date),
      ask: (ask) => latest.current.ask(ask),
      refusal: (place) => refusal(place, latest.current.now, sayDate),
      sayPlace: (place) => {
        const wallTime = placeAt(place, getCarrying()?.dragged.wallTime ?? null, latest.current.now);
        return wallTime ? `${sayDate(place.date)}, ${wallTime.slice(11)}` : sayDate(place.date);
      },
      drop: (place) => {
        const { now, ask, move } = latest.current;
        const dragged = getCarrying()?.dragged;
        if (!dragged) return;
        const wallTime = placeAt(place, dragged.wallTime, now);
        if (!wallTime) {
          const why = refusal(place, now, sayDate) ?? `${sayDate(place.date)} has passed.`;
          showNotice({ text: `“${dragged.title}” was not moved. ${why} Choose a later time.`, tone: 'wrong' });
          return;
        }
        if (dragged.item) return ask({ what: 'place', item: dragged.item, wallTime });
        if (dragged.wallTime === wallTime) return announce('It stays where it was.');
        // A draft may lack what its channel or its readers need; the server says so, and then it is asked.
        announce(`${dragged.title}: ${sayWhen(wallTime)}`);
        void move(dragged.cards, wallTime);
      },
    };
  }, [slug, maySchedule, navigate]);
}
