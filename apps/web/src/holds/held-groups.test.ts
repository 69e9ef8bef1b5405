import type { ListedPost } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import { groupHeld } from './held-groups.ts';

const listed = (overrides: Partial<ListedPost> = {}): ListedPost => ({
  ...buildCard({ state: 'held', holdReason: 'late' }),
  hold: null,
  revision: 1,
  ...overrides,
});

test('posts are grouped by why they wait, what the switch kept first, hold by hold', () => {
  const kept = (reason: string) => listed({ holdReason: 'switch', hold: { reason, by: 'Grace' } });
  const groups = groupHeld([
    listed({ holdReason: 'files', files: 'making' }),
    listed({ holdReason: 'files', files: 'late' }),
    listed({ holdReason: 'files', files: 'failed' }),
    listed({ state: 'scheduled', holdReason: null, files: 'failed' }),
    listed({ holdReason: 'approval' }),
    listed({ state: 'failed', holdReason: null }),
    kept('A death'),
    listed(),
    kept('An election'),
    kept('A death'),
    listed({ state: 'needs_person', holdReason: null }),
    listed({ holdReason: 'channel' }),
  ]);
  expect(groups.map(({ title, posts, canSpread }) => [title, posts.length, canSpread])).toEqual([
    ['Kept by the hold switch: A death', 2, true],
    ['Kept by the hold switch: An election', 1, true],
    ['Nobody knows whether they arrived', 1, false],
    ['Not sent', 1, true],
    ['Missed their time', 2, true],
    ['Channel not ready', 1, true],
    ['Audio or video was not made', 2, false],
    ['Waiting for approval', 1, false],
    ['Waiting for their audio or video', 1, false],
  ]);
  expect(groups.filter(({ needsPerson }) => !needsPerson).map(({ title }) => title)).toEqual([
    'Waiting for their audio or video',
  ]);
  expect(groups[0]?.why).toMatch(/^Grace pressed it\./);
  expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
});

test('in a group the earliest due comes first, and one without a time last', () => {
  const [late, early, never] = [
    listed({ dueAt: '2026-11-30T10:00:00Z' }),
    listed({ dueAt: '2026-11-30T09:00:00Z' }),
    listed({ dueAt: null }),
  ];
  expect(groupHeld([never, late, early])[0]?.posts).toEqual([early, late, never]);
});
