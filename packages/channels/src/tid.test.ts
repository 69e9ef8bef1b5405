import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tidOf, tidPattern } from './tid.ts';

const instant = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2255-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** The microseconds of a TID, read back digit by digit. */
function microsecondsOf(tid: string): bigint {
  let value = 0n;
  for (const digit of tid) value = value * 32n + BigInt('234567abcdefghijklmnopqrstuvwxyz'.indexOf(digit));
  return value >> 10n;
}

test('a TID is valid, and the same for the same post and time', () => {
  fc.assert(
    fc.property(fc.uuid(), instant, (postId, dueAt) => {
      const tid = tidOf({ postId, dueAt });
      expect(tid).toMatch(tidPattern);
      expect(tidOf({ postId, dueAt })).toBe(tid);
    }),
  );
});

test('a TID lies within the second after the post is due', () => {
  fc.assert(
    fc.property(fc.uuid(), instant, (postId, dueAt) => {
      const late = microsecondsOf(tidOf({ postId, dueAt })) - BigInt(Date.parse(dueAt)) * 1000n;
      expect(late >= 0n && late < 1_000_000n).toBe(true);
    }),
  );
});

test('TIDs of posts a second or more apart sort as text by time', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), instant, fc.integer({ min: 1000, max: 10 ** 9 }), (one, other, dueAt, later) => {
      const next = new Date(Date.parse(dueAt) + later).toISOString();
      expect(tidOf({ postId: one, dueAt }) < tidOf({ postId: other, dueAt: next })).toBe(true);
    }),
  );
});

test('ten thousand posts due at one instant all differ', () => {
  const tids = Array.from({ length: 10_000 }, (_, index) =>
    tidOf({ postId: `post ${index}`, dueAt: '2026-11-30T09:00:00Z' }),
  );
  expect(new Set(tids).size).toBe(10_000);
});

test('the zone an instant is written in makes no difference', () => {
  const postId = '0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234';
  expect(tidOf({ postId, dueAt: '2026-07-01T09:00:00+01:00' })).toBe(tidOf({ postId, dueAt: '2026-07-01T08:00:00Z' }));
});

test('an instant that no TID can hold is refused', () => {
  expect(() => tidOf({ postId: 'x', dueAt: '1969-12-31T23:59:00Z' })).toThrow(RangeError);
});
