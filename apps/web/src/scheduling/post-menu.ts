import { channelKindOf } from '@mobilise/contracts/channels';
import { allows, type PostCommand } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import {
  CalendarClock,
  CalendarX2,
  CircleSlash2,
  Copy,
  ExternalLink,
  Hand,
  ListEnd,
  RotateCw,
  Send,
  Trash2,
} from 'lucide-react';
import type { MenuEntry } from '../ui/menu.tsx';
import type { Ask } from './asking.ts';
import { needsTime } from './needs-time.ts';

export interface MenuNeeds {
  maySchedule: boolean;
  mayWrite: boolean;
  /** Why no time helps a post: what it carries may not be used any more. Null where one does. */
  stuck?: (card: PostCard) => string | null;
  ask: (ask: Ask) => void;
  /** Does it at once, without a question. */
  run: (command: 'unschedule' | 'retry' | 'remove', cards: readonly PostCard[]) => void;
  /** Absent on the page that is open already. */
  open?: (card: PostCard) => void;
}

/** What may be done to the posts of one card, most wanted first. What no state or role allows is left out. */
export function postMenu(
  cards: readonly PostCard[],
  { maySchedule, mayWrite, stuck = () => null, ask, run, open }: MenuNeeds,
): MenuEntry[] {
  const which = (command: PostCommand) =>
    cards.filter(
      (card) => allows(card.state, command) && !((command === 'schedule' || command === 'retry') && stuck(card)),
    );
  const where = (card: PostCard) => (cards.length > 1 ? ` on ${channelKindOf(card.channelKind).label}` : '');
  const [toSchedule, toUnschedule, toCancel, toRetry, toResolve, removable] = (
    ['schedule', 'unschedule', 'cancel', 'retry', 'resolve', 'remove'] as const
  ).map(which) as [PostCard[], PostCard[], PostCard[], PostCard[], PostCard[], PostCard[]];
  const toQueue = toSchedule.filter(needsTime);
  // A part of a thread stays on record there.
  const toRemove = removable.filter(({ part }) => part === null);
  const hasTime = toSchedule.some(({ wallTime }) => wallTime !== null);
  const first = cards[0];
  const entries: MenuEntry[] = [
    ...(open
      ? cards.map((card) => {
          const why = stuck(card);
          return {
            label: `Open the post${where(card)}`,
            ...(why && { description: why }),
            icon: ExternalLink,
            onAction: () => open(card),
          };
        })
      : []),
    ...(open && toResolve.length > 0
      ? toResolve.map((card) => ({
          label: `Say what became of it${where(card)}`,
          icon: Hand,
          onAction: () => open(card),
        }))
      : []),
    maySchedule &&
      toSchedule.length > 0 && {
        label: hasTime ? 'Reschedule…' : 'Schedule…',
        icon: CalendarClock,
        onAction: () => ask({ what: 'schedule', cards: toSchedule }),
      },
    maySchedule &&
      toQueue.length > 0 && {
        label: 'Add to the queue…',
        icon: ListEnd,
        onAction: () => ask({ what: 'queue', cards: toQueue }),
      },
    maySchedule &&
      toRetry.length > 0 && { label: 'Send again now', icon: RotateCw, onAction: () => run('retry', toRetry) },
    maySchedule &&
      toSchedule.length > 0 && {
        label: 'Publish now…',
        icon: Send,
        onAction: () => ask({ what: 'publish', cards: toSchedule }),
      },
    maySchedule &&
      toUnschedule.length > 0 && {
        label: 'Take off the calendar',
        description: 'It becomes a draft again',
        icon: CalendarX2,
        onAction: () => run('unschedule', toUnschedule),
      },
    mayWrite &&
      first !== undefined && {
        label: 'Duplicate to another channel…',
        icon: Copy,
        onAction: () => ask({ what: 'duplicate', card: first }),
      },
    maySchedule &&
      toCancel.length > 0 && {
        label: 'Cancel…',
        icon: CircleSlash2,
        look: 'danger' as const,
        onAction: () => ask({ what: 'cancel', cards: toCancel }),
      },
    mayWrite &&
      toRemove.length > 0 && {
        label: 'Remove',
        icon: Trash2,
        look: 'danger' as const,
        onAction: () => run('remove', toRemove),
      },
  ];
  return entries.filter((entry) => entry !== false);
}
