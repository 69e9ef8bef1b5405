import { assert, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Achieved, compare, sayAchieved } from './sentence.ts';

const none = { posts: 0, readers: null, reactions: null };
const say = (overrides: Partial<Achieved>) =>
  sayAchieved({
    total: { posts: 14, readers: 2310, reactions: 41 },
    before: { posts: 11, readers: 1732, reactions: 30 },
    posts: [
      { title: 'Flu clinic opens on Saturday', score: 820 },
      { title: 'How we wait', score: 400 },
    ],
    period: 'in November',
    beforeWords: 'October',
    isNarrowed: false,
    ...overrides,
  });

describe('the sentence about a period', () => {
  test('says how many posts reached how many people, against the period before, and which did most', () => {
    expect(say({})).toBe(
      '14 posts reached 2,310 people, a third more than October; ‘Flu clinic opens on Saturday’ did most.',
    );
  });

  test('says when nothing was published, and when only the filters leave nothing', () => {
    expect(say({ total: none, posts: [] })).toBe('Nothing was published in November.');
    expect(say({ total: none, posts: [], isNarrowed: true })).toBe(
      'Nothing that fits these filters was published in November.',
    );
  });

  test('names the only post, which needs no ranking', () => {
    const posts = [{ title: 'Flu clinic', score: 1 }];
    expect(say({ total: { posts: 1, readers: 1, reactions: null }, before: none, posts })).toBe(
      'One post, ‘Flu clinic’, reached 1 person.',
    );
  });

  test('leaves out the comparison when nothing was published before', () => {
    expect(say({ before: none })).toBe('14 posts reached 2,310 people; ‘Flu clinic opens on Saturday’ did most.');
  });

  test('says that the number of the period before is unknown, when there were posts', () => {
    expect(say({ before: { posts: 3, readers: null, reactions: 12 } })).toContain(
      'reached 2,310 people, and what October did is not known; ‘Flu',
    );
  });

  test('says equal, fewer, and none before', () => {
    expect(say({ before: { posts: 9, readers: 2310, reactions: 0 } })).toContain('people, as many as October;');
    expect(say({ before: { posts: 9, readers: 3080, reactions: 0 } })).toContain(
      'people, a quarter fewer than October;',
    );
    expect(say({ before: { posts: 9, readers: 0, reactions: 0 } })).toContain('people, after none in October;');
  });

  test('counts reactions where nobody counts readers', () => {
    expect(
      say({ total: { posts: 4, readers: null, reactions: 60 }, before: { posts: 2, readers: 8, reactions: 30 } }),
    ).toContain('4 posts drew 60 reactions, twice as many as October;');
    expect(say({ total: { posts: 4, readers: null, reactions: 1 }, before: none })).toContain('drew 1 reaction;');
  });

  test('tells none from unknown', () => {
    const posts = [
      { title: 'A', score: 0 },
      { title: 'B', score: 0 },
    ];
    expect(say({ total: { posts: 2, readers: 0, reactions: 0 }, before: none, posts })).toBe(
      '2 posts reached nobody yet.',
    );
    expect(say({ total: { posts: 2, readers: null, reactions: 0 }, before: none, posts })).toBe(
      '2 posts drew no reactions yet.',
    );
    const unread = posts.map(({ title }) => ({ title, score: null }));
    expect(say({ total: { posts: 2, readers: null, reactions: null }, posts: unread })).toBe(
      '2 posts went out in November; what they achieved is not known yet.',
    );
    expect(say({ total: { posts: 1, readers: null, reactions: null }, posts: unread.slice(0, 1) })).toBe(
      'One post, ‘A’, went out in November; what it achieved is not known yet.',
    );
  });

  test('names two that did equally well, and nobody when three did', () => {
    const equal = ['A', 'B', 'C'].map((title) => ({ title, score: 7 }));
    expect(say({ posts: equal.slice(0, 2) })).toMatch(/; ‘A’ and ‘B’ did most\.$/);
    expect(say({ posts: equal })).not.toContain('did most');
  });
});

describe('a comparison', () => {
  test.each([
    [133, 100, 'a third more than October'],
    [110, 100, 'a tenth more than October'],
    [130, 100, 'about a third more than October'],
    [150, 100, 'half as many again as October'],
    [50, 100, 'half as many as October'],
    [67, 100, 'a third fewer than October'],
    [10, 100, 'nine tenths fewer than October'],
    [102, 100, 'slightly more than October'],
    [98, 100, 'slightly fewer than October'],
    [200, 100, 'twice as many as October'],
    [250, 100, 'two and a half times as many as October'],
    [330, 100, 'about three times as many as October'],
    [5000, 100, 'more than ten times as many as October'],
    [0, 100, 'after 100 in October'],
  ])('of %i with %i is “%s”', (value, past, words) => {
    expect(compare(value, past, 'October')).toBe(words);
  });

  const counts = record({ value: integer({ min: 1, max: 5_000_000 }), past: integer({ min: 1, max: 5_000_000 }) });

  test('always says the right direction', () => {
    assert(
      property(counts, ({ value, past }) => {
        const words = compare(value, past, 'October');
        const says = /more|again|times|twice/.test(words) ? 1 : /fewer|half as many as/.test(words) ? -1 : 0;
        expect(says).toBe(Math.sign(value - past));
      }),
    );
  });

  test('never says a number that is far from the truth', () => {
    const parts: Record<string, number> = {
      'a tenth': 0.1,
      'a fifth': 0.2,
      'a quarter': 0.25,
      'a third': 1 / 3,
      'two fifths': 0.4,
      half: 0.5,
      'three fifths': 0.6,
      'two thirds': 2 / 3,
      'three quarters': 0.75,
      'nine tenths': 0.9,
    };
    const few = record({ value: integer({ min: 1, max: 2000 }), past: integer({ min: 1, max: 2000 }) });
    assert(
      property(few, ({ value, past }) => {
        const words = compare(value, past, 'October').replace(/^about /, '');
        const part = Object.entries(parts).find(([name]) => words.startsWith(name))?.[1];
        if (part === undefined) return;
        const meant = / more | again /.test(words) ? 1 + part : words.startsWith('half as many as') ? 0.5 : 1 - part;
        expect(Math.abs(value / past - meant)).toBeLessThan(0.1 + 1e-9);
      }),
      { numRuns: 1000 },
    );
  });
});
