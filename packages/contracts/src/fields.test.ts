import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realWallTime, tags, zone } from './fields.ts';

describe('tags', () => {
  test('are trimmed, in small letters, each once, in the order they came', () => {
    expect(tags.parse([' Flu ', 'winter', 'FLU'])).toEqual(['flu', 'winter']);
  });

  test('are twenty at most, once each of them is counted once', () => {
    const many = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
    expect(tags.parse([...many, 'Tag 1'])).toHaveLength(20);
    expect(tags.safeParse([...many, 'one more']).success).toBe(false);
  });

  test.each(['', '   ', 'two\nlines', 'x'.repeat(41)])('refuse %j', (tag) => {
    expect(tags.safeParse([tag]).success).toBe(false);
  });

  test('read again are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 50 }), { maxLength: 25 }), (list) => {
        const parsed = tags.safeParse(list);
        if (parsed.success) expect(tags.parse(parsed.data)).toEqual(parsed.data);
      }),
    );
  });
});

test.each(['2026-02-31T09:00', '2026-13-01T09:00', '2026-11-30T24:00', '2026-11-30T09:60', 'Monday'])(
  '%s is no wall time that can be asked for',
  (value) => {
    expect(realWallTime.safeParse(value).success).toBe(false);
  },
);

describe('a zone', () => {
  test.each([
    ['europe/london', 'Europe/London'],
    ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['utc', 'UTC'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(zone.parse(typed)).toBe(kept);
  });

  test.each(['Europe/Atlantis', 'GMT', '+01:00', '', '2026-11-30T09:00[Europe/London]'])('%j is none', (typed) => {
    expect(zone.safeParse(typed).success).toBe(false);
  });
});
