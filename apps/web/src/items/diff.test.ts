import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff, diffWords, pairUp } from './diff.ts';

const side = <T>(stretches: { kind: string; values: T[] }[], leftOut: string) =>
  stretches.filter(({ kind }) => kind !== leftOut).flatMap(({ values }) => values);
const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

describe('a comparison', () => {
  test('holds both texts whole, in order', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const stretches = diff(before, after);
        expect(side(stretches, 'added')).toEqual(before);
        expect(side(stretches, 'removed')).toEqual(after);
      }),
    );
  });
  test('of a text with itself finds nothing', () => {
    fc.assert(fc.property(letters, (text) => diff(text, text).every(({ kind }) => kind === 'same')));
  });
  test('finds no more changes than rewriting what differs', () => {
    fc.assert(
      fc.property(letters, letters, letters, (head, one, other) => {
        const common = side(diff([...head, ...one], [...head, ...other]), 'none').length;
        expect(common).toBeLessThanOrEqual(head.length + one.length + other.length);
      }),
    );
  });
  test('shows which words changed', () => {
    expect(diffWords('Flu clinic opens on Monday', 'Flu clinic opens on Tuesday, early')).toEqual([
      { kind: 'same', values: ['Flu', ' ', 'clinic', ' ', 'opens', ' ', 'on', ' '] },
      { kind: 'removed', values: ['Monday'] },
      { kind: 'added', values: ['Tuesday', ',', ' ', 'early'] },
    ]);
  });
  test('keeps every character of two texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const stretches = diffWords(before, after);
        expect(side(stretches, 'added').join('')).toBe(before);
        expect(side(stretches, 'removed').join('')).toBe(after);
      }),
    );
  });
  test('pairs paragraphs that are alike and tells new ones apart', () => {
    const pairs = pairUp(
      ['The clinic opens on Monday.', 'Bring your letter.'],
      ['The clinic opens on Tuesday.', 'There is tea.', 'Bring your letter.'],
      { isSame: Object.is, textOf: String },
    );
    expect(pairs.map(({ before, after }) => [before !== null, after !== null])).toEqual([
      [true, true],
      [false, true],
      [true, true],
    ]);
  });
  test('pairs what is the same before what is alike, and of what is alike the most alike', () => {
    const pair = (before: string[], after: string[]) =>
      pairUp(before, after, { isSame: Object.is, textOf: String }).map((one) => [one.before, one.after]);
    const [monday, tuesday, friday] = [
      'The clinic opens on Monday.',
      'The clinic opens on Tuesday.',
      'The clinic shuts.',
    ];
    expect(pair([monday], [tuesday, monday])).toEqual([
      [null, tuesday],
      [monday, monday],
    ]);
    expect(pair([monday], [friday, tuesday])).toEqual([
      [null, friday],
      [monday, tuesday],
    ]);
    expect(pair(['Tea: at 9.'], ['Doors: at, 7.'])).toEqual([
      ['Tea: at 9.', null],
      [null, 'Doors: at, 7.'],
    ]);
  });
  test('of sequences leaves nothing out, and what is the same is never a change', () => {
    const texts = fc.array(fc.constantFrom('a b', 'a c', 'a b c', 'd', '.'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const pairs = pairUp(before, after, { isSame: Object.is, textOf: String });
        expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before);
        expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
        const kept = diff(before, after).flatMap(({ kind, values }) => (kind === 'same' ? values : []));
        expect(pairs.filter((pair) => pair.before === pair.after).map((pair) => pair.after)).toEqual(kept);
      }),
    );
  });
});
