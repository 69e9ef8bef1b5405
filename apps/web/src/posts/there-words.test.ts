import { expect, test } from 'vitest';
import { buildCard } from '../calendar/testing.ts';
import { findThere, sayMeanwhile, sayThere } from './there-words.ts';

const channelId = 'bluesky';

test('what is out or to go out on the channel is found, the newest first', () => {
  const out = buildCard({ channelId, state: 'published', publishedAt: '2026-11-30T09:00:00Z' });
  const coming = buildCard({ channelId, state: 'held' });
  expect(findThere([buildCard(), coming, out], channelId)).toEqual([coming, out]);
});

test.each(['draft', 'cancelled', 'failed', 'removed'] as const)('one that is %s is not there', (state) => {
  expect(findThere([buildCard({ channelId, state })], channelId)).toEqual([]);
});

test('the post that is being made is no other', () => {
  const own = buildCard({ channelId });
  expect(findThere([own], channelId, own.id)).toEqual([]);
});

test('it is said how that stands, and when', () => {
  const wallTime = `${new Date().getFullYear()}-11-30T09:00`;
  expect(sayThere(buildCard({ wallTime }), 'Europe/London')).toMatch(/^scheduled, \w{3} 30 Nov, 09:00$/);
  const publishedAt = `${new Date().getFullYear()}-11-30T09:01:00Z`;
  expect(sayThere(buildCard({ state: 'published', publishedAt }), 'Europe/London')).toMatch(
    /^published \w{3} 30 Nov, 09:01$/,
  );
});

test('channels that got the item meanwhile are named, with what can be done', () => {
  expect(sayMeanwhile(['Our news'])).toMatch(
    /^Our news got this item meanwhile and is not chosen .* go on without it, /,
  );
  expect(sayMeanwhile(['Our news', 'Newsroom'])).toMatch(/^Our news and Newsroom got .* and are .* choose them again /);
});
