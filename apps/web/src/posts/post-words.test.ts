import { postStates } from '@mobilise/contracts/post-states';
import { expect, test } from 'vitest';
import { sayAttempt, sayDuration, sayState } from './post-words.ts';

const post = {
  state: 'scheduled' as const,
  holdReason: null,
  hold: null,
  wallTime: '2026-11-30T09:00',
  publishedAt: null,
  zone: 'Europe/London',
};

test('every state has a sentence, and those with a time say it', () => {
  for (const state of postStates) expect(sayState({ ...post, state })).toMatch(/\.$/);
  expect(sayState(post)).toMatch(/^Goes out Mon 30 Nov.*09:00\.$/);
  expect(sayState({ ...post, state: 'held', holdReason: 'late' })).toContain('Choose a new time');
  const hold = { reason: 'A death', by: 'Grace Okafor' };
  expect(sayState({ ...post, state: 'held', holdReason: 'switch', hold })).toMatch(
    /^Grace Okafor pressed the hold switch: A death\. When/,
  );
  expect(sayState({ ...post, state: 'published', publishedAt: '2026-11-30T09:00:02Z' })).toMatch(
    /^Published Mon 30 Nov/,
  );
});

test('a try says what came of it, with the platform’s own words', () => {
  const attempt = {
    number: 1,
    startedAt: '2026-11-30T09:00:00Z',
    finishedAt: null,
    outcome: null,
    message: null,
    advice: null,
  };
  expect(sayAttempt(attempt)).toBe('Under way.');
  expect(sayAttempt({ ...attempt, outcome: 'refused', message: 'Too long' })).toBe(
    'The channel refused it. It said: “Too long”',
  );
});

test('durations are said in the unit that fits', () => {
  expect(sayDuration('2026-11-30T09:00:00.000Z', '2026-11-30T09:00:00.120Z')).toBe('120 ms');
  expect(sayDuration('2026-11-30T09:00:00Z', '2026-11-30T09:00:02.500Z')).toBe('2.5 s');
  expect(sayDuration('2026-11-30T09:00:00Z', '2026-11-30T09:03:00Z')).toBe('3 min');
});
