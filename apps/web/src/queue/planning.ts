import type { QueuedPost } from '@mobilise/contracts/queue';
import { isFree, isMovable, isOpen, type Place, unfitting } from './places.ts';

/** A post and the time it is to have. */
export interface Change {
  post: QueuedPost;
  to: string;
}

interface Seat {
  post: QueuedPost;
  at: string;
}

/** The posts that the queue may move, in the order of their times. */
const seats = (places: readonly Place[]): Seat[] =>
  places.flatMap(({ wallTime, posts }) => posts.filter(isMovable).map((post) => ({ post, at: wallTime })));

/** Whether a post may be put at a place: a free slot, or where another post of the queue is. */
export function takes(place: Place, post: QueuedPost): boolean {
  if (place.wallTime === post.wallTime) return false;
  return isFree(place) || place.posts.some(isMovable);
}

/**
 * What moves when a post is put at a time. Into a free slot it goes alone. Onto another post it takes that one's time, and those
 * between move along by one, towards the time it leaves.
 */
export function moveTo(places: readonly Place[], postId: string, to: string): Change[] {
  const inOrder = seats(places);
  const from = inOrder.findIndex(({ post }) => post.id === postId);
  const moving = inOrder[from];
  const target = places.find(({ wallTime }) => wallTime === to);
  if (!moving || !target || !takes(target, moving.post)) return [];
  if (isFree(target)) return [{ post: moving.post, to }];
  const turned = inOrder.toSpliced(from, 1).map(({ post }) => post);
  turned.splice(
    inOrder.findIndex(({ at }) => at === to),
    0,
    moving.post,
  );
  return changesOf(
    inOrder,
    turned.map((post, index) => ({ post, at: inOrder[index]?.at ?? '' })),
  );
}

/** The time one place earlier or later that would take a post; null at the end. Slots under a hold are passed by. */
export function neighbour(places: readonly Place[], post: QueuedPost, by: -1 | 1): string | null {
  const inWay = by > 0 ? places : places.toReversed();
  const from = inWay.findIndex(({ wallTime }) => wallTime === post.wallTime);
  const next = inWay.slice(from + 1).find((place) => takes(place, post) && !(isFree(place) && !isOpen(place)));
  return next?.wallTime ?? null;
}

/** Every post of the queue that fits a slot moves up to the earliest that is free, in the present order. None moves down. */
export function closeGaps(places: readonly Place[]): Change[] {
  const fitting = seats(places.filter(({ slot }) => slot !== null));
  const times = [...fitting.map(({ at }) => at), ...places.filter(isOpen).map(({ wallTime }) => wallTime)].sort();
  return changesOf(
    fitting,
    fitting.map(({ post }, index) => ({ post, at: times[index] ?? '' })),
  );
}

/** Every post that fits no slot any more takes the first free one from its time on; `left` finds none. */
export function fitAgain(places: readonly Place[]): { changes: Change[]; left: QueuedPost[] } {
  const free = new Set(places.filter(isOpen).map(({ wallTime }) => wallTime));
  const changes: Change[] = [];
  const left: QueuedPost[] = [];
  for (const post of unfitting(places)) {
    const to = [...free].find((wallTime) => wallTime >= (post.wallTime ?? ''));
    if (to) {
      free.delete(to);
      changes.push({ post, to });
    } else left.push(post);
  }
  return { changes, left };
}

/** What takes it back. Each post is a version on by then. */
export function undo(changes: readonly Change[]): Change[] {
  return changes.map(({ post, to }) => ({
    post: { ...post, wallTime: to, version: post.version + 1 },
    to: post.wallTime ?? '',
  }));
}

/** The posts as they are once moved: at their times, a version on. */
export function carryOut(posts: readonly QueuedPost[], changes: readonly Change[]): QueuedPost[] {
  const to = new Map(changes.map((change) => [change.post.id, change.to]));
  return posts.map((post) => {
    const wallTime = to.get(post.id);
    return wallTime ? { ...post, wallTime, version: post.version + 1 } : post;
  });
}

const changesOf = (before: readonly Seat[], after: readonly Seat[]): Change[] => {
  const was = new Map(before.map(({ post, at }) => [post.id, at]));
  return after.filter(({ post, at }) => was.get(post.id) !== at).map(({ post, at }) => ({ post, to: at }));
};
