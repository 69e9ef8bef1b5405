import type { Publishing, WatchedPost } from '@mobilise/contracts/publishing';
import { describe, expect, test } from 'vitest';
import { sayReadings, saySummary, sayUploads } from './summary.ts';

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

describe('the work beside sending', () => {
  const oldestAt = '2026-11-26T08:48:00+00:00';
  test.each([
    [{ waiting: 0, oldestAt: null, failed: 0 }, 'No upload waits.'],
    [{ waiting: 1, oldestAt, failed: 0 }, 'One upload waits, uploaded 12 min ago.'],
    [
      { waiting: 3, oldestAt, failed: 1 },
      '3 uploads wait, the first uploaded 12 min ago; the files of one could not be made.',
    ],
    [{ waiting: 0, oldestAt: null, failed: 2 }, 'No upload waits; the files of 2 could not be made.'],
  ])('%o is said of uploads, whatever they are', (renditions, words) => {
    expect(sayUploads(renditions, now)).toBe(words);
  });

  test.each([
    [{ due: 0, failing: 0 }, 'No post is due to be read.'],
    [{ due: 1, failing: 1 }, 'One post is due to be read; of one some figure could not be read in the last day.'],
    [{ due: 2, failing: 4 }, '2 posts are due to be read; of 4 some figure could not be read in the last day.'],
  ])('%o is said of readings', (readings, words) => {
    expect(sayReadings(readings)).toBe(words);
  });
});
