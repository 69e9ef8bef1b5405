import type { Publishing, WatchedPost } from '@mobilise/contracts/publishing';
import { describe, expect, test } from 'vitest';
import { saySummary } from './summary.ts';

const now = '2026-11-26T09:00:00+00:00';
const hold = { reason: 'A death', by: 'Grace' };
const soon = (minutes: number, hold: WatchedPost['hold'] = null) =>
  ({ sendAt: `2026-11-26T09:${minutes}:00+00:00`, hold }) as WatchedPost;

function say({ posts = [], ...changes }: Partial<Publishing> & { posts?: WatchedPost[] }): string {
  const none = { count: 0, posts: [] };
  return saySummary({
    now,
    publishers: [{ lives: true, skew: 0 }],
    onHold: false,
    underWay: none,
    due: { ...none, oldestLag: 0 },
    nextHour: { count: posts.length, posts },
    ...changes,
  } as Publishing);
}

describe('how it goes', () => {
  test.each<[string, Parameters<typeof say>[0], string]>([
    ['quiet', {}, 'One publisher runs. Nothing is late, and nothing goes out in the next hour.'],
    ['a post to come', { posts: [soon(36)] }, 'One publisher runs. Nothing is late; the next post goes out in 36 min.'],
    [
      'everything on hold',
      { onHold: true, posts: [soon(36, hold)] },
      'One publisher runs. Everything is on hold; nothing goes out.',
    ],
    [
      'everything on hold, with something on its way',
      { onHold: true, underWay: { count: 1, posts: [] } },
      'One publisher runs. One post is on its way. Everything is on hold; nothing more goes out.',
    ],
    [
      'a hold on the first of two',
      { posts: [soon(36, hold), soon(40)] },
      'One publisher runs. Nothing is late; the next post goes out in 40 min.',
    ],
    [
      'a hold on all that comes',
      { posts: [soon(36, hold)] },
      'One publisher runs. Nothing is late; what comes next will be held.',
    ],
    ['nobody to send', { publishers: [], onHold: true }, 'No publisher runs: nothing goes out until one is started.'],
  ])('%s is said', (_, changes, words) => {
    expect(say(changes)).toBe(words);
  });
});
