import { expect, test } from 'vitest';
import { isShown, sayBehind } from './newer.ts';

const post = {
  ...{ id: 'a', channelId: 'site', channelKind: 'newsroom' as const },
  ...{ state: 'published' as const, publishedAt: '2026-11-26T09:00:00.000Z' },
};

test('our own site shows the newest post of an item, other channels every one', () => {
  const later = { ...post, id: 'b', publishedAt: '2026-11-27T09:00:00.000Z' };
  expect([post, later].map((one) => isShown(one, [later, post]))).toEqual([false, true]);
  const elsewhere = [post, later].map((one) => ({ ...one, channelKind: 'mastodon' as const }));
  expect(elsewhere.map((one) => isShown(one, elsewhere))).toEqual([true, true]);
  expect(isShown({ ...post, publishedAt: '2026-11-26T09:00:00.000000+00:00' }, [post])).toBe(true);
  expect(isShown({ ...post, state: 'scheduled' }, [])).toBe(false);
});
test('what is out of an older revision says so, and can be given the approved one where the channel shows the item', () => {
  const numbers = { carried: 7, newest: 8, approved: 8 };
  expect(sayBehind(post, numbers)).toEqual({ sentence: 'Revision 7 is out.', update: 8 });
  expect(sayBehind(post, { ...numbers, approved: 7 })).toEqual({ sentence: 'Revision 7 is out.', update: null });
  expect(sayBehind({ channelKind: 'mastodon' }, numbers)).toEqual({
    sentence: 'Written for revision 7.',
    update: null,
  });
  expect(sayBehind({ channelKind: 'email' }, numbers)?.update).toBeNull();
  expect(sayBehind(post, { ...numbers, carried: 8 })).toBeNull();
});
