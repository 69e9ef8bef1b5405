import { channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import { changeStates, isFinal, type PostChange } from '@mobilise/contracts/post-changes';
import { expect, test } from 'vitest';
import { markOf, removalWords, sayChange, sayTakingBack, uneditable } from './change-words.ts';

const change: PostChange = {
  id: 'c',
  postId: 'p',
  itemId: 'i',
  title: 'Flu clinic',
  channelId: 'm',
  channelKind: 'mastodon',
  channelName: 'Riverside',
  channelReady: true,
  correctionId: null,
  kind: 'edit',
  state: 'done',
  revision: 3,
  content: null,
  reply: null,
  hold: null,
  reason: null,
  attempts: 1,
  message: null,
  advice: null,
  remoteUrl: null,
  by: 'Grace',
  createdAt: '2026-11-30T09:00:00Z',
  finishedAt: null,
  version: 1,
};

test('a change is said as it stands', () => {
  expect(sayChange(change)).toBe('Edited on Riverside, now revision 3.');
  expect(sayChange({ ...change, kind: 'remove', revision: null, state: 'planned', channelReady: false })).toBe(
    'Deletion on Riverside: waits until the channel is ready again.',
  );
  const hold = { reason: 'A death', by: 'Grace' };
  expect(sayChange({ ...change, state: 'held', hold })).toMatch(
    /held, because Grace pressed the hold switch: A death\./,
  );
  const reply = { id: 'r', failure: null, remoteUrl: null };
  expect(sayChange({ ...change, kind: 'reply', reply: { ...reply, state: 'published' } })).toBe(
    'Reply on Riverside: it is out.',
  );
  expect(sayChange({ ...change, kind: 'reply', reply: { ...reply, state: 'needs_person' } })).toBe(
    'Reply on Riverside: needs you.',
  );
});

test('every state of a change has words and a mark of its own', () => {
  const kinds = ['edit', 'remove'] as const;
  const said = kinds.flatMap((kind) => changeStates.map((state) => sayChange({ ...change, kind, state })));
  expect(new Set(said).size).toBe(said.length);
  expect(new Set(changeStates.map((state) => markOf({ ...change, state }))).size).toBe(changeStates.length);
});

test('what cannot be done on a channel is said before anybody tries', () => {
  for (const kind of channelKindNames) {
    expect(/by hand/.test(removalWords[kind])).toBe(!channelKindOf(kind).after.remove && !isFinal(kind));
    expect(/Answer it/.test(uneditable(kind))).toBe(channelKindOf(kind).after.reply);
  }
  expect(uneditable('email')).not.toMatch(/delete/i);
});

test('whether it can be taken away again is said before it goes out', () => {
  const [site, chat, letter] = [
    { name: 'Newsroom', kind: 'newsroom' },
    { name: 'Ward chat', kind: 'slack' },
    { name: 'Our letter', kind: 'email' },
  ] as const;
  expect(sayTakingBack([site])).toMatch(/^It can be deleted afterwards;/);
  expect(sayTakingBack([letter, chat])).toBe('From here it cannot be taken back.');
  expect(sayTakingBack([site, chat, letter])).toBe(
    'It can be deleted afterwards, but cannot be taken back from Ward chat and Our letter.',
  );
});
