import type { ListedPost } from '@mobilise/contracts/posts';
import { laterBy } from '@mobilise/contracts/time';
import { passedSince } from '@mobilise/contracts/unasked-time';
import { byTime } from './held-groups.ts';

/** When each post would go out, as the server will have it: the earliest due first, `every` minutes between two. */
export function spread<T extends Pick<ListedPost, 'dueAt' | 'id'>>(
  posts: readonly T[],
  from: string,
  every: number,
  zone: string,
): { post: T; wallTime: string }[] {
  return byTime(posts).map((post, place) => ({ post, wallTime: passedSince(from, zone, place * every).wallTime }));
}

/** Minutes: a person needs a moment to look at the times, and likes round ones. */
const atLeast = 5;
const round = 15;

/** A time to begin with: the next quarter of an hour that is not too close. */
export function suggestStart(now: string): string {
  const soon = laterBy(now, atLeast + round - 1);
  return laterBy(soon, -(Number(soon.slice(14)) % round));
}

/** What is typed as minutes between two posts, or null when it is no such number: 1 to a week. */
export function readMinutes(typed: string): number | null {
  const minutes = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0;
  return minutes >= 1 && minutes <= 7 * 24 * 60 ? minutes : null;
}
