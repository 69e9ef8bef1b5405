import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitText } from './split-text.ts';

const within = (most: number) => (piece: string) => piece.length <= most;

test('a text is split where sentences end, into as few pieces as can be', () => {
  expect(splitText('It opens on Monday. Come by! No need to book.', within(30))).toEqual([
    'It opens on Monday. Come by!',
    'No need to book.',
  ]);
  expect(splitText('All of it fits.', within(30))).toEqual(['All of it fits.']);
  expect(splitText('   ', within(30))).toEqual([]);
});

test('a sentence that is too long is split between words, and a word that is anywhere', () => {
  expect(splitText('one two three four', within(9))).toEqual(['one two', 'three', 'four']);
  expect(splitText('abcdefgh', within(3))).toEqual(['abc', 'def', 'gh']);
});

test('every piece fits, and no word is lost', () => {
  const bare = (words: string) => words.replace(/\s+/g, '');
  fc.assert(
    fc.property(
      fc.array(fc.lorem({ mode: 'sentences', maxCount: 3 })),
      fc.integer({ min: 1, max: 80 }),
      (texts, most) => {
        const text = texts.join('\n\n');
        const pieces = splitText(text, within(most));
        expect(pieces.every((piece) => piece.length <= most && piece.trim() === piece)).toBe(true);
        expect(bare(pieces.join(''))).toBe(bare(text));
      },
    ),
  );
});
