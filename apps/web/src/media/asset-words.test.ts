import type { Asset } from '@mobilise/contracts/media';
import { expect, test } from 'vitest';
import { sayUsed, standingOf, whyEnded, whyNotReady } from './asset-words.ts';

const picture = {
  kind: 'image',
  state: 'ready',
  alt: 'A harbour',
  width: 1600,
  height: 1000,
  duration: null,
  progress: null,
  deletedAt: null,
  rightsUntil: null,
  consents: [],
  madeFrom: [],
  replacedBy: null,
} as unknown as Asset;
const today = '2026-11-27';
const wordsOf = (over: Partial<Asset>) => standingOf({ ...picture, ...over }, today).words;

test('an upload without anything to say about it says how large it is', () => {
  expect(wordsOf({})).toBe('1600 × 1000');
  expect(wordsOf({ kind: 'audio', alt: '', duration: 65_000 })).toBe('1:05');
});
test('the last day of a right is still a day of it', () => {
  expect(wordsOf({ rightsUntil: '2026-11-27' })).toBe('May be used until 27 November 2026');
  expect(wordsOf({ rightsUntil: '2026-11-26' })).toBe('The right to use it has ended');
  expect(wordsOf({ rightsUntil: '2026-12-28' })).toBe('1600 × 1000');
  const madeFrom = [{ id: 'source', filename: 'talk.wav', rightsUntil: '2026-11-26' }];
  expect(wordsOf({ rightsUntil: '2026-12-28', madeFrom })).toBe('The right to use it has ended');
});
test('what keeps an upload from being used names whose consent has ended', () => {
  const consents = ['Amira', 'Ben', 'Amira'].map((person) => ({ id: person, person, ended: true }));
  expect(whyEnded({ ...picture, rightsUntil: '2026-11-27' }, today)).toBeNull();
  expect(whyEnded({ ...picture, rightsUntil: '2026-11-26', consents }, today)).toBe(
    'the right to use it has ended and the consent of Amira and Ben has ended',
  );
});
test('what must not be used is said before what is only missing', () => {
  const consents = [{ id: 'c', person: 'Amira', ended: true }];
  expect(wordsOf({ alt: '', consents })).toBe('A consent has ended');
  expect(wordsOf({ alt: '' })).toBe('No usual alt text');
  expect(wordsOf({ alt: '', replacedBy: 'newer' })).toBe('Replaced by a newer file');
  expect(wordsOf({ consents, replacedBy: 'newer' })).toBe('A consent has ended');
});
test('what is being made says its step and how far it is', () => {
  expect(wordsOf({ state: 'processing', progress: { step: 'Measuring the loudness', share: 0.429 } })).toBe(
    'Measuring the loudness, 43%',
  );
});
test('what is in the bin says when it is gone', () => {
  expect(wordsOf({ deletedAt: '2026-11-27T23:30:00Z' })).toBe('Gone on 27 December 2026');
});
test('what was stopped or failed is not said to be on its way', () => {
  const film = { ...picture, kind: 'video' as const, filename: 'ward.mp4' };
  expect(whyNotReady({ ...film, state: 'processing' })).toBe('ward.mp4 is being prepared.');
  expect(whyNotReady({ ...film, state: 'cancelled' })).toBe(
    'The making of its files was stopped. It cannot be played or published without them.',
  );
  expect(whyNotReady({ ...film, state: 'failed', failure: 'It is damaged.' })).toBe('It is damaged.');
});
test('uses are counted', () => {
  expect(
    [
      { items: 0, posts: 0, shows: 0 },
      { items: 0, posts: 0, shows: 1 },
      { items: 2, posts: 1, shows: 1 },
    ].map(sayUsed),
  ).toEqual(['Not used', 'Used in 1 show', 'Used in 2 items, 1 post and 1 show']);
});
