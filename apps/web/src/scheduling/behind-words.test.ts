import type { Post } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { sayLeftBehind, sayNotComing } from './behind-words.ts';

/** The post that is the `number`-th of a thread whose parts stand as `states` say; null is still to come. */
const seen = (number: number, states: (Post['state'] | null)[], channelKind: Post['channelKind'] = 'bluesky') => ({
  id: `post ${number}`,
  channelKind,
  thread: states.map((state, index) => ({
    number: index + 1,
    postId: state && `post ${index + 1}`,
    state,
    text: 'Words',
    files: null,
    failure: null,
    remoteUrl: null,
  })),
});

test('what does not come with a cancelled post is said where something is behind it', () => {
  expect(sayNotComing([seen(1, [])])).toBeNull();
  expect(sayNotComing([seen(2, ['published', 'failed'])])).toBeNull();
  expect(sayNotComing([seen(2, ['published', 'failed', null])])).toBe('The part behind it does not come then, either.');
  expect(sayNotComing([seen(1, ['draft', null, null])])).toBe('The parts behind it do not come then, either.');
  const commented = seen(1, ['draft', null], 'linkedin');
  expect(sayNotComing([commented])).toBe('Its first comment does not come then, either.');
  expect(sayNotComing([seen(1, []), commented])).toBe('Its first comment does not come then, either.');
  expect(sayNotComing([seen(1, ['draft', null, null]), commented])).toBe('What follows it does not come then, either.');
});

test('what stays and what is stopped is said before a post that is out is deleted', () => {
  expect(sayLeftBehind(seen(1, []))).toBeNull();
  expect(sayLeftBehind(seen(2, ['published', 'published']))).toBeNull();
  expect(sayLeftBehind(seen(1, ['published', 'published']))).toBe(
    'Part 2 stays there, answering something that is gone.',
  );
  expect(sayLeftBehind(seen(1, ['published', 'published', 'published']))).toBe(
    'Parts 2 and 3 stay there, answering something that is gone.',
  );
  expect(sayLeftBehind(seen(1, ['published', 'held', null]))).toBe('Parts 2 and 3 can no longer go out.');
  // Part 3 answers part 2, which stays.
  expect(sayLeftBehind(seen(1, ['published', 'published', 'held']))).toBe(
    'Part 2 stays there, answering something that is gone. Part 3 can still go out.',
  );
  expect(sayLeftBehind(seen(1, ['published', 'sending', null]))).toBe('Part 3 can still go out.');
  expect(sayLeftBehind(seen(1, ['published', 'cancelled', null]))).toBe('Part 3 can no longer go out.');
  expect(sayLeftBehind(seen(1, ['published', 'removed', 'failed']))).toBe('Part 3 can no longer go out.');
  expect(sayLeftBehind(seen(1, ['published', 'removed']))).toBeNull();
  expect(sayLeftBehind(seen(1, ['published', 'published'], 'linkedin'))).toBeNull();
});
