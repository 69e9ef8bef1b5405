import {
  ArrowRightLeft,
  CalendarDays,
  ChartSpline,
  Images,
  type LucideIcon,
  SquarePen,
  UsersRound,
} from 'lucide-react';

export interface Place {
  path: string;
  title: string;
  icon: LucideIcon;
  /** Shown in the bar of a phone; the others stand under More. */
  first: boolean;
}

/** Where one can go in a workspace, in the order of a working day. */
export const places: readonly Place[] = [
  { path: 'calendar', title: 'Calendar', icon: CalendarDays, first: true },
  { path: 'items', title: 'Items', icon: SquarePen, first: true },
  { path: 'media', title: 'Media', icon: Images, first: true },
  { path: 'channels', title: 'Channels', icon: ArrowRightLeft, first: false },
  { path: 'engagement', title: 'Engagement', icon: ChartSpline, first: true },
  { path: 'team', title: 'Team', icon: UsersRound, first: false },
];
