import type { Queue, QueuedPost, QueueSlot } from '@mobilise/contracts/queue';

/** A time on the queue's screen: a slot, free or taken, or the time of a post that is in no slot. */
export interface Place {
  wallTime: string;
  /** Null where a post is in no slot. */
  slot: QueueSlot | null;
  posts: readonly QueuedPost[];
}

/** Slots and posts by their times. */
export function placesOf({ slots, posts }: Pick<Queue, 'slots' | 'posts'>): Place[] {
  const places = new Map<string, Place>(
    slots.map((slot) => [slot.wallTime, { wallTime: slot.wallTime, slot, posts: [] }]),
  );
  for (const post of posts) {
    if (post.wallTime === null) continue;
    const there = places.get(post.wallTime);
    places.set(post.wallTime, {
      wallTime: post.wallTime,
      slot: there?.slot ?? null,
      posts: [...(there?.posts ?? []), post],
    });
  }
  return [...places.values()].sort((one, other) => (one.wallTime < other.wallTime ? -1 : 1));
}

/** Places by their dates, in order. */
export function daysOf(places: readonly Place[]): [date: string, places: Place[]][] {
  return [...Map.groupBy(places, ({ wallTime }) => wallTime.slice(0, 10))];
}

/** Whether the queue may give a post another time: it gave the present one, and nothing is on its way yet. */
export function isMovable({ queued, state, holdReason }: QueuedPost): boolean {
  if (!queued) return false;
  return state === 'scheduled' || (state === 'held' && (holdReason === 'approval' || holdReason === 'channel'));
}

/** Whether nothing has a slot. */
export const isFree = ({ slot, posts }: Place) => slot !== null && posts.length === 0;

/** Whether a slot is free for the queue to fill by itself: not while the hold switch is on. */
export const isOpen = (place: Place) => isFree(place) && place.slot?.hold === null;

/** The posts of the queue whose time is that of no slot any more. */
export const unfitting = (places: readonly Place[]) =>
  places.filter(({ slot }) => slot === null).flatMap(({ posts }) => posts.filter(isMovable));
