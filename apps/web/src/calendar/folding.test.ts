import type { PostState } from '@mobilise/contracts/post-states';
import { postStates } from '@mobilise/contracts/post-states';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDays, mostUrgent, shownOf } from './folding.ts';
import { anyWallTime, buildCard } from './testing.ts';

const nobody = new Set<string>();

test('posts of one item at one time are one card with several channels', () => {
  const [newsroom, bluesky] = [buildCard({ itemId: 'a' }), buildCard({ itemId: 'a', channelKind: 'bluesky' })];
  const [entry, ...others] = foldDays([newsroom, bluesky], nobody).get('2026-11-30') ?? [];
  expect(entry?.cards).toEqual([newsroom, bluesky]);
  expect(others).toEqual([]);
});

test('another item, or another time, is another card', () => {
  const cards = [
    buildCard({ itemId: 'a' }),
    buildCard({ itemId: 'b' }),
    buildCard({ itemId: 'a', wallTime: '2026-11-30T09:01' }),
  ];
  expect(foldDays(cards, nobody).get('2026-11-30')).toHaveLength(3);
});

const anyCards = fc
  .array(fc.record({ item: fc.integer({ min: 0, max: 4 }), at: anyWallTime, isDraft: fc.boolean() }), { maxLength: 40 })
  .map((all) =>
    all.map(({ item, at, isDraft }) => buildCard({ itemId: `item-${item}`, wallTime: isDraft ? null : at })),
  );

test('folding loses no post that has a time, doubles none, and keeps each day in the order of its times', () => {
  fc.assert(
    fc.property(anyCards, (cards) => {
      const days = foldDays(cards, nobody);
      const shown = [...days.values()].flat().flatMap((entry) => entry.cards.map(({ id }) => id));
      expect(shown.toSorted()).toEqual(cards.flatMap(({ id, wallTime }) => (wallTime ? [id] : [])).toSorted());
      for (const [date, entries] of days) {
        const times = entries.map(({ wallTime }) => wallTime);
        expect(times).toEqual(times.toSorted());
        for (const time of times) expect(time.startsWith(date)).toBe(true);
      }
    }),
  );
});

test('a day that shows the same as before is the same object, one that changed is not', () => {
  fc.assert(
    fc.property(anyCards, fc.nat(), (cards, pick) => {
      const before = foldDays(cards, nobody);
      const again = foldDays([...cards], nobody, before);
      for (const [date, entries] of again) expect(entries).toBe(before.get(date));
      const changed = cards.filter(({ wallTime }) => wallTime)[pick % Math.max(cards.length, 1)];
      if (!changed?.wallTime) return;
      const next = foldDays(
        cards.map((card) => (card === changed ? { ...card, title: 'New title' } : card)),
        nobody,
        before,
      );
      for (const [date, entries] of next) {
        if (changed.wallTime.startsWith(date)) expect(entries).not.toBe(before.get(date));
        else expect(entries).toBe(before.get(date));
      }
    }),
  );
});

test('a card under way says so', () => {
  const card = buildCard();
  const before = foldDays([card], nobody);
  const [entry] = foldDays([card], new Set([card.id]), before).get('2026-11-30') ?? [];
  expect(entry?.isPending).toBe(true);
});

test('the state of a folded card is the one that most wants a person', () => {
  const say = (...states: PostState[]) => mostUrgent(states.map((state) => ({ state, files: null })));
  expect(say('published', 'failed')).toBe('failed');
  expect(say('failed', 'needs_person')).toBe('needs_person');
  expect(say('scheduled', 'held')).toBe('held');
  expect(say('cancelled', 'published')).toBe('published');
  for (const state of postStates) expect(say(state)).toBe(state);
  const doomed = { state: 'scheduled', files: 'failed' } as const;
  expect(mostUrgent([{ state: 'scheduled', files: null }, doomed])).toBe('held');
});

test('a busy day leaves a line for how many more there are', () => {
  expect(shownOf(4, 4)).toBe(4);
  expect(shownOf(5, 4)).toBe(3);
  expect(shownOf(0, 4)).toBe(0);
});
