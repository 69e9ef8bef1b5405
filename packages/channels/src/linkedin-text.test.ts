import fc from 'fast-check';
import { expect, test } from 'vitest';
import { littleText, readLittleText } from './linkedin-text.ts';

test.each([
  ['Come to the flu clinic', 'Come to the flu clinic'],
  ['Open (9–4) on Saturday', 'Open \\(9–4\\) on Saturday'],
  ['@riverside [new] <b> {x} | ~ * _a_ \\', '\\@riverside \\[new\\] \\<b\\> \\{x\\} \\| \\~ \\* \\_a\\_ \\\\'],
  ['All week #FluClinic!', 'All week {hashtag|\\#|FluClinic}!'],
  ['#Grippe für #Ältere2026', '{hashtag|\\#|Grippe} für {hashtag|\\#|Ältere2026}'],
  ['We are #1, see /#top, C#sharp and #flu_clinic', 'We are \\#1, see /\\#top, C\\#sharp and \\#flu\\_clinic'],
])('“%s” goes out as “%s”', (words, little) => {
  expect(littleText(words)).toBe(little);
});

test('what LinkedIn shows is what was written, whatever it was', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('#tag', '@[x](urn:li:person:1)', '{hashtag|\\#|x}', '\\', '|', '\n'),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const words = parts.join('');
      expect(readLittleText(littleText(words))).toBe(words.replace(/\s+/g, ' ').trim());
    }),
  );
});

test('a post that somebody wrote there reads as its words', () => {
  expect(readLittleText('Thanks, @[Olive Owner](urn:li:person:1)! {hashtag|\\#|Carers} \\(all\\)')).toBe(
    'Thanks, Olive Owner! #Carers (all)',
  );
});
