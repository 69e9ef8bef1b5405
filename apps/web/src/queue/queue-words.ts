import type { QueuedPost } from '@mobilise/contracts/queue';
import { countPosts, sayWhen } from '../scheduling/own-words.ts';
import { isOpen, type Place } from './places.ts';
import type { Change } from './planning.ts';

/** `3 posts are in the queue. The next free slot is Tue 1 Dec, 09:00.` */
export function sayQueue(places: readonly Place[]): string {
  const count = places.flatMap(({ posts }) => posts.filter(({ queued }) => queued)).length;
  const free = places.find(isOpen);
  const posts =
    count === 0 ? 'Nothing is in the queue.' : `${countPosts(count)} ${count === 1 ? 'is' : 'are'} in the queue.`;
  const next = free
    ? ` The next free slot is ${sayWhen(free.wallTime)}.`
    : places.some(({ slot }) => slot)
      ? ' No slot of these weeks is free.'
      : '';
  return posts + next;
}

/** What a move came to: `“Flu clinic” is moved to Tue 1 Dec, 09:00.`, and how many moved along. */
export function sayMoved(post: Pick<QueuedPost, 'id' | 'title'>, changes: readonly Change[]): string {
  const to = changes.find((change) => change.post.id === post.id)?.to ?? '';
  const along = changes.length - 1;
  const others = along === 0 ? '' : ` ${countPosts(along)} moved along.`;
  return `“${post.title}” is moved to ${sayWhen(to)}.${others}`;
}
