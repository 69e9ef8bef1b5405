import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimecode, sayTimecode, spokenTimecode } from './timecode.ts';

const times = fc.integer({ min: 0, max: 24 * 3_600_000 });

describe('a time within a recording', () => {
  test.each([
    [0, '0:00', '0 seconds'],
    [1_000, '0:01', '1 second'],
    [90_000, '1:30', '1 minute 30 seconds'],
    [3_600_000, '1:00:00', '1 hour'],
    [3_723_400, '1:02:03.4', '1 hour 2 minutes 3.4 seconds'],
    [500, '0:00.5', '0.5 seconds'],
    [1_050, '0:01.05', '1.05 seconds'],
  ])('of %i ms is written %s and spoken %s', (ms, written, spoken) => {
    expect([sayTimecode(ms), spokenTimecode(ms)]).toEqual([written, spoken]);
  });

  test.each([
    ['90', 90_000],
    ['1:30', 90_000],
    ['01:30.5', 90_500],
    ['1:02:03,4', 3_723_400],
    [' 00:00:01.234 ', 1_234],
    ['75:00', 4_500_000],
  ])('typed %j is %i ms', (typed, ms) => {
    expect(parseTimecode(typed)).toBe(ms);
  });

  test.each(['', 'soon', '1:60', '1:60:00', '1:5:', ':30', '-1', '1.', '1:2:3:4', '1:000', '1e3', '0x10', '1.2345'])(
    'typed %j is none',
    (typed) => {
      expect(parseTimecode(typed)).toBeNull();
    },
  );

  test('read again from what was written is the same', () => {
    fc.assert(
      fc.property(times, (ms) => {
        expect(parseTimecode(sayTimecode(ms))).toBe(ms);
      }),
    );
  });
});
