import { expect, test } from 'vitest';
import { sayBytes, sayRoom } from './bytes.ts';

test('sizes are said as file managers say them', () => {
  expect([0, 512, 2048, 3_565_158, 52_428_800, 107_374_182_400].map(sayBytes)).toEqual([
    '0 bytes',
    '512 bytes',
    '2 kB',
    '3.4 MB',
    '50 MB',
    '100 GB',
  ]);
});
test('room is said in one unit', () => {
  expect(sayRoom({ used: 3.1 * 1024 ** 3, quota: 100 * 1024 ** 3 })).toBe('3.1 of 100 GB');
  expect(sayRoom({ used: 46_000, quota: 100 * 1024 ** 3 })).toBe('45 kB of 100 GB');
  expect(sayRoom({ used: 0, quota: 1024 ** 3 })).toBe('0 of 1 GB');
});
