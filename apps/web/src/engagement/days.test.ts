import { expect, test } from 'vitest';
import { daysOf, isDrawn, sayDay, sayDayValue } from './days.ts';

const byDay = [
  { date: '2026-10-25', posts: 2, readers: 0, reactions: null },
  { date: '2026-10-26', posts: 0, readers: null, reactions: null },
  { date: '2026-10-27', posts: 1, readers: 1240, reactions: null },
];
const posts = [
  { channelKind: 'newsroom', publishedAt: '2026-10-25T09:00:00Z' },
  // Half past eleven at night in London on the day the clocks went back.
  { channelKind: 'bluesky', publishedAt: '2026-10-25T23:30:00Z' },
  { channelKind: 'newsroom', publishedAt: '2026-10-27T09:00:00Z' },
] as const;

test('zero, unknown and nothing published read differently', () => {
  expect(daysOf(byDay, 'readers', posts, 'Europe/London').map(sayDayValue)).toEqual([
    '0',
    'nothing published',
    '1,240',
  ]);
  expect(daysOf(byDay, 'reactions', posts, 'Europe/London').map(sayDayValue)).toEqual([
    'not known',
    'nothing published',
    'nothing published',
  ]);
});

test('a day counts only the posts that have its measure, on its own local date', () => {
  const counts = (measure: 'readers' | 'reactions') =>
    daysOf(byDay, measure, posts, 'Europe/London').map((day) => day.posts);
  expect(counts('readers')).toEqual([1, 0, 1]);
  expect(counts('reactions')).toEqual([1, 0, 0]);
});

test('a measure that no post has is not drawn; one that could not be read is', () => {
  expect(isDrawn(daysOf(byDay, 'reactions', posts.slice(0, 1), 'Europe/London'))).toBe(false);
  expect(isDrawn(daysOf(byDay, 'reactions', posts, 'Europe/London'))).toBe(true);
});

test('a day is said as people say it', () => {
  expect(sayDay('2026-11-30')).toBe('Mon 30 Nov');
});
