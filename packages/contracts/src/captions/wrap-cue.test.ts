import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tidyText } from './cue.ts';
import { charactersIn, wrapCue } from './wrap-cue.ts';

const texts = fc
  .array(
    fc.oneof(fc.constantFrom('a', 'the', 'appointment', '😀', '\n', 'x'.repeat(50)), fc.string({ maxLength: 12 })),
    { maxLength: 40 },
  )
  .map((words) => tidyText(words.join(' ')))
  .filter(Boolean);
const letters = (text: string) => text.replace(/\s+/g, '');

describe('a caption is wrapped', () => {
  test.each([
    ['Short', 'Short'],
    ['The author\nbroke this', 'The author\nbroke this'],
    [
      'The clinic in the old town hall opens at nine on Monday',
      'The clinic in the old town\nhall opens at nine on Monday',
    ],
    ['One\ntwo\nthree', 'One two three'],
    ['x'.repeat(50), `${'x'.repeat(42)}\n${'x'.repeat(8)}`],
  ])('%j', (text, wrapped) => {
    expect(wrapCue(text)).toBe(wrapped);
  });

  test('into lines of at most 42 characters, no letter lost; wrapped again it is the same where it fits', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const wrapped = wrapCue(text);
        const lines = wrapped.split('\n');
        expect(Math.max(...lines.map(charactersIn))).toBeLessThanOrEqual(42);
        expect(letters(wrapped)).toBe(letters(text));
        if (lines.length <= 2) expect(wrapCue(wrapped)).toBe(wrapped);
      }),
    );
  });
});
