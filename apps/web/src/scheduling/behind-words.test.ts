import type { Post } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { sayNotComing } from './behind-words.ts';

/** The post that is the `number`-th of a thread whose parts stand as `states` say; null is still to come. */
const seen = (number: number, states: (Post['state'] | null)[], channelKind: Post['channelKind'] = 'bluesky') => ({
  id: `post ${number}`,
  channelKind,
  thread: states.map((state, index) => ({
    number: index + 1,
    postId: state && `post ${index + 1}`,
    state,
    text: 'Words',
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
