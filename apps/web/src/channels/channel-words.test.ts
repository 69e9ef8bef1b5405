import { channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import type { PostCard } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { keptPosts, waitingFor } from './channel-queries.ts';
import {
  newsroomBase,
  sayGrace,
  sayLimits,
  sayPausing,
  sayReconnectBy,
  sayReleasing,
  withScheme,
} from './channel-words.ts';

test('pausing says what becomes of what is scheduled', () => {
  expect(sayPausing({ kind: 'bluesky', scheduled: 3 })).toBe(
    '3 posts are scheduled here. They are held and keep their times. When you resume, what is not more than 15 minutes late is scheduled again; the rest stays held until somebody decides.',
  );
  expect(sayPausing({ kind: 'newsroom', scheduled: 1 })).toMatch(
    /^1 post is scheduled here\. It is held and keeps its time\. .* 6 hours late/,
  );
  expect(sayPausing({ kind: 'newsroom', scheduled: 0 })).toMatch(/^Nothing is scheduled here\./);
});

test('resuming says what becomes of what waits', () => {
  expect(sayReleasing(0, 'bluesky')).toBe('No post waits for it.');
  expect(sayReleasing(1, 'bluesky')).toMatch(/^1 post waits for it\. It is scheduled again, unless/);
  expect(sayReleasing(2, 'bluesky')).toMatch(/^2 posts wait for it\. They are scheduled again, unless/);
});

test('a sign-in that ends is told a fortnight ahead, and not when it has ended: the state says that', () => {
  const at = (reconnectBy: string | null, state: 'ready' | 'needs_reconnect' = 'ready') =>
    sayReconnectBy({ reconnectBy, state, kind: 'linkedin' }, 'Europe/London', new Date('2026-11-26T09:00:00Z'));
  expect(at('2026-12-10T09:00:00Z')).toBe(
    'Sign in at LinkedIn again by Thu 10 Dec, 09:00. After that nothing goes out here.',
  );
  expect([at('2026-12-10T09:00:01Z'), at(null), at('2026-11-25T09:00:00Z', 'needs_reconnect')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('only posts held for their channel wait for it; drafts and cancelled posts do not keep it', () => {
  const posts = [
    { state: 'held', holdReason: 'channel' },
    { state: 'held', holdReason: 'approval' },
    { state: 'published', holdReason: null },
    { state: 'draft', holdReason: null },
    { state: 'cancelled', holdReason: null },
  ] as PostCard[];
  expect(waitingFor(posts)).toBe(1);
  expect(keptPosts(posts)).toBe(3);
});

test('every kind of channel says its limits and how late it may be', () => {
  for (const kind of channelKindNames) {
    expect(sayGrace(kind)).toMatch(/^\d+ (minutes|hours|minute|hour)$/);
    expect(sayLimits(channelKindOf(kind).limits).flat().join(' ')).not.toMatch(/undefined|NaN|null/);
  }
  expect(sayLimits(channelKindOf('bluesky').limits)).toEqual([
    ['Text', '300 characters, 3,000 bytes'],
    ['Images', '4 a post, 2 MB each'],
    ['Alt text', '2,000 characters an image'],
  ]);
  expect(sayLimits(channelKindOf('telegram').limits)).toEqual([
    ['Text', '4,096 characters, 1,024 below images'],
    ['Images', '10 a post, 10 MB each'],
    ['Alt text', 'Not taken'],
  ]);
  expect(sayLimits(channelKindOf('slack').limits)).toEqual([
    ['Text', '4,000 characters'],
    ['Images', 'None'],
  ]);
  expect(sayLimits(channelKindOf('newsroom').limits)).toEqual([
    ['Text', 'As long as you like'],
    ['Images', 'As many as you like'],
  ]);
});

test('an address is taken as people type it', () => {
  expect(['bsky.social', ' https://pds.example ', 'http://localhost:2583', ''].map(withScheme)).toEqual([
    'https://bsky.social',
    'https://pds.example',
    'http://localhost:2583',
    '',
  ]);
});

test('the preview of a new site stands where the others do', () => {
  const site = { kind: 'newsroom', address: 'https://news.example.org/news/riverside' } as const;
  expect(newsroomBase([{ kind: 'bluesky', address: '@a.example' }, site], 'http://localhost:4400')).toBe(
    'https://news.example.org/news/',
  );
  expect(newsroomBase([], 'http://localhost:4400')).toBe('http://localhost:4400/news/');
});
