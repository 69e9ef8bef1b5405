import type { PostState } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { lookOf } from '../ui/state-icon.tsx';

/** Posts of one item at one wall time, shown as one card with several channel marks. */
export interface Entry {
  /** The item and its time: stays while states and versions change. */
  key: string;
  wallTime: string;
  cards: readonly PostCard[];
  /** The state that most needs to be seen. */
  state: PostState;
  /** Whether a move of it is on its way to the server. */
  isPending: boolean;
}

/** States by how much they want a person's eye. */
const urgency: readonly PostState[] = [
  'needs_person',
  'failed',
  'unconfirmed',
  'held',
  'sending',
  'claimed',
  'draft',
  'scheduled',
  'published',
  'removed',
  'cancelled',
];

export function mostUrgent(cards: readonly Pick<PostCard, 'state' | 'files'>[]): PostState {
  let best = urgency.length - 1;
  for (const card of cards) best = Math.min(best, urgency.indexOf(lookOf(card)));
  return urgency[best] ?? 'scheduled';
}

export type Days = ReadonlyMap<string, readonly Entry[]>;

/**
 * The posts of each date, folded and in the order of their times. A day that shows the same as in `before` is the same
 * array, so that only the days which changed are drawn again.
 */
export function foldDays(cards: readonly PostCard[], pending: ReadonlySet<string>, before?: Days): Days {
  const folded = new Map<string, Map<string, PostCard[]>>();
  for (const card of cards) {
    if (!card.wallTime) continue;
    const date = card.wallTime.slice(0, 10);
    const day = folded.get(date) ?? new Map<string, PostCard[]>();
    folded.set(date, day);
    const key = `${card.itemId} ${card.wallTime}`;
    const together = day.get(key);
    if (together) together.push(card);
    else day.set(key, [card]);
  }
  const days = new Map<string, readonly Entry[]>();
  for (const [date, day] of folded) {
    const old = before?.get(date) ?? [];
    const entries = [...day].map(([key, together]) => entryOf(key, together, pending, old)).sort(inOrder);
    const isSame = entries.length === old.length && entries.every((entry, index) => entry === old[index]);
    days.set(date, isSame ? old : entries);
  }
  return days;
}

function entryOf(key: string, cards: PostCard[], pending: ReadonlySet<string>, old: readonly Entry[]): Entry {
  const isPending = cards.some(({ id }) => pending.has(id));
  const same = old.find((entry) => entry.key === key);
  if (
    same &&
    same.isPending === isPending &&
    same.cards.length === cards.length &&
    same.cards.every((card, index) => card === cards[index])
  ) {
    return same;
  }
  return { key, wallTime: cards[0]?.wallTime ?? '', cards, state: mostUrgent(cards), isPending };
}

function inOrder(one: Entry, other: Entry): number {
  if (one.wallTime !== other.wallTime) return one.wallTime < other.wallTime ? -1 : 1;
  const [title, otherTitle] = [one.cards[0]?.title ?? '', other.cards[0]?.title ?? ''];
  return title.localeCompare(otherTitle) || (one.key < other.key ? -1 : 1);
}

/** How many entries of a day a cell of `room` lines shows; the last line is taken by "+ 7 more" when some are left out. */
export function shownOf(count: number, room: number): number {
  return count <= room ? count : Math.max(room - 1, 0);
}
