import { expect, test } from 'vitest';
import { sayDuration } from './duration.ts';

test('durations are said as players say them', () => {
  expect([0, 59_400, 61_000, 3_729_000].map(sayDuration)).toEqual(['0:00', '0:59', '1:01', '1:02:09']);
});
