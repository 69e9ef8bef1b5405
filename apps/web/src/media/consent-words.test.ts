import { expect, test } from 'vitest';
import { consentStanding } from './consent-words.ts';

const today = '2026-11-27';
const wordsOf = (until: string | null, withdrawn = false) =>
  consentStanding({ until, withdrawn: withdrawn ? { at: '', by: '', reason: '' } : null }, today).words;

test('a consent holds to the end of its last day, and says when that is near', () => {
  expect(wordsOf(null)).toBe('Holds');
  expect(wordsOf('2027-06-01')).toBe('Holds');
  expect(wordsOf('2026-11-27')).toBe('Ends 27 November 2026');
  expect(wordsOf('2026-11-26')).toBe('Ended');
});
test('one that was withdrawn says so, whatever its dates', () => {
  expect(wordsOf('2027-06-01', true)).toBe('Withdrawn');
});
