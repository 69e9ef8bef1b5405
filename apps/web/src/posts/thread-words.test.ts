import { postStates } from '@mobilise/contracts/post-states';
import type { Post } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { namePart, sayWaiting } from './thread-words.ts';

const part = (number: number, state: Post['state'] | null) => ({
  number,
  postId: state && `post ${number}`,
  state,
  text: 'Words',
  failure: null,
  files: null,
  remoteUrl: null,
});
const seen = (number: number, states: (Post['state'] | null)[], channelKind: Post['channelKind'] = 'bluesky') => ({
  id: `post ${number}`,
  channelKind,
  state: states[number - 1] ?? 'draft',
  wallTime: '2026-11-30T09:00',
  thread: states.map((state, index) => part(index + 1, state)),
});
const before = '2026-11-29T12:00';

test('what is to come says which part it waits for, however that part stands', () => {
  for (const state of postStates) {
    const words = sayWaiting(seen(1, ['published', state, null]), before);
    if (state === 'published' || state === 'removed') expect(words).toBeNull();
    else expect(words).toBe('What comes after it follows once part 2 is out.');
  }
  expect(sayWaiting(seen(2, ['published', 'needs_person', null]), before)).toBe(
    'What comes after it follows once this is out.',
  );
  expect(sayWaiting(seen(1, ['draft', null], 'linkedin'), before)).toBe('The comment follows once this is out.');
});

test('the time is said where it is known and lies ahead', () => {
  expect(sayWaiting(seen(1, ['scheduled', null]), before)).toMatch(/once this is out, Mon 30 Nov.*09:00\.$/);
  expect(sayWaiting(seen(1, ['scheduled', null]), '2026-11-30T09:00')).toMatch(/once this is out\.$/);
  expect(sayWaiting(seen(1, ['held', null]), before)).toMatch(/once this is out\.$/);
});

test('nothing is said where nothing is to come', () => {
  expect(sayWaiting(seen(1, ['published', 'failed']), before)).toBeNull();
  expect(sayWaiting(seen(1, []), before)).toBeNull();
});

test('a part has its place for a name, a comment none', () => {
  expect(namePart(seen(1, ['published', null]), 2)).toBe('Part 2 of 2');
  expect([1, 2].map((number) => namePart(seen(1, ['draft', null], 'linkedin'), number))).toEqual([
    'The post',
    'First comment',
  ]);
});
