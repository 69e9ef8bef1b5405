import type { PostCard } from '@mobilise/contracts/posts';
import { createContext, useContext } from 'react';
import type { Ask } from '../scheduling/asking.ts';
import type { Entry } from './folding.ts';
import type { Place } from './placing.ts';

/** What cards and days can ask of the page. The object stays the same, so that it makes nothing be drawn again. */
export interface CalendarTools {
  maySchedule: boolean;
  hrefOf: (card: PostCard) => string;
  open: (card: PostCard) => void;
  openMenu: (entry: Entry, trigger: HTMLButtonElement) => void;
  /** Shows all posts of a day. */
  openDay: (date: string) => void;
  ask: (ask: Ask) => void;
  drop: (place: Place) => void;
  /** Why what is carried cannot be put there; null when it can. */
  refusal: (place: Place) => string | null;
  /** The time that what is carried would get there, in words. */
  sayPlace: (place: Place) => string;
}

export const ToolsContext = createContext<CalendarTools | null>(null);

export function useTools(): CalendarTools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('Only below the calendar page');
  return tools;
}
