import type { PostCard } from '@mobilise/contracts/posts';
import { expect, test } from 'vitest';
import { postMenu } from './post-menu.ts';

const card = (part: Partial<PostCard>): PostCard => ({
  ...{ id: 'one', itemId: 'item', title: 'The garden', kind: 'story', channelId: 'channel', channelKind: 'mastodon' },
  ...{ state: 'held', holdReason: 'consent', wallTime: '2030-03-04T09:00', zone: 'Europe/London', dueAt: null },
  ...{ files: null },
  ...{ publishedAt: null, thumb: null, campaignId: null, personId: null, failure: null, part: null, version: 1 },
  ...part,
});
const needs = { maySchedule: true, mayWrite: true, ask: () => undefined, run: () => undefined, open: () => undefined };
const menu = (cards: PostCard[], stuck?: (card: PostCard) => string | null) =>
  postMenu(cards, { ...needs, ...(stuck && { stuck }) }).flatMap((entry) =>
    typeof entry === 'object' && 'label' in entry ? [entry] : [],
  );

test('a post that no time helps is offered none, and its menu says why', () => {
  const labels = menu([card({})], () => 'A consent was withdrawn.').map(({ label, description }) => [
    label,
    description,
  ]);
  expect(labels).toEqual([
    ['Open the post', 'A consent was withdrawn.'],
    ['Take off the calendar', 'It becomes a draft again'],
    ['Duplicate to another channel…', undefined],
    ['Cancel…', undefined],
  ]);
  expect(menu([card({})]).map(({ label }) => label)).toContain('Reschedule…');
});

test('of several posts in one card those get times that times help', () => {
  const asked: unknown[] = [];
  const cards = [card({}), card({ id: 'other', channelKind: 'bluesky', state: 'scheduled', holdReason: null })];
  const entries = postMenu(cards, {
    ...needs,
    ask: (ask) => asked.push(ask),
    stuck: ({ id }) => (id === 'one' ? 'A consent was withdrawn.' : null),
  });
  const reschedule = entries.find(
    (entry) => typeof entry === 'object' && 'label' in entry && entry.label === 'Reschedule…',
  );
  if (typeof reschedule !== 'object' || !('onAction' in reschedule)) throw new Error('Nothing is offered');
  reschedule.onAction();
  expect(asked).toEqual([{ what: 'schedule', cards: [cards[1]] }]);
});
