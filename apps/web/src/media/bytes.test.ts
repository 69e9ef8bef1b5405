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
test('room is said with the unit of each, so that nothing seems to shrink as it grows', () => {
  const quota = 100 * 1024 ** 3;
  const used = [0, 46_000, 35 * 1024 ** 2, 54 * 1024 ** 2, 3.1 * 1024 ** 3];
  expect(used.map((bytes) => sayRoom({ used: bytes, quota }))).toEqual([
    '0 bytes of 100 GB',
    '45 kB of 100 GB',
    '35 MB of 100 GB',
    '54 MB of 100 GB',
    '3.1 GB of 100 GB',
  ]);
});
