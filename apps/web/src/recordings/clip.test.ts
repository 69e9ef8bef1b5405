import { expect, test } from 'vitest';
import { clippedOf, recut, tenthIn } from './clip.ts';

const cue = (start: number, end: number) => ({ start, end, text: `${start}` });

test('a clip is the whole file, or what the trim leaves of it', () => {
  expect(clippedOf({ trim: null }, 60_000)).toEqual({ start: 0, end: 60_000 });
  expect(clippedOf({ trim: { start: 2000, end: 90_000 } }, 60_000)).toEqual({ start: 2000, end: 60_000 });
});
test('the clock of a clip begins at nought, whatever is cut off before it', () => {
  const clip = { start: 2340 };
  expect([0, 2039, 2340, 2439, 2440, 3345].map((time) => tenthIn(clip, time))).toEqual([0, 0, 0, 0, 100, 1000]);
});
test('chapters and cues stay with their sound when the start is cut later', () => {
  const chapters = [{ start: 0 }, { start: 10_000 }];
  const cues = [cue(0, 4000), cue(4000, 8000), cue(12_000, 14_000)];
  expect(recut({ chapters, cues }, { start: 0, end: 60_000 }, { start: 5000, end: 60_000 })).toMatchObject({
    chapters: [{ start: 0 }, { start: 5000 }],
    cues: [
      { start: 0, end: 3000, text: '4000' },
      { start: 7000, end: 9000, text: '12000' },
    ],
    leftOut: 1,
  });
});
test('and come back where they were when it is cut earlier again', () => {
  const cues = [cue(1000, 2000)];
  const there = recut({ chapters: [{ start: 500 }], cues }, { start: 5000, end: 9000 }, { start: 0, end: 9000 });
  expect(there.cues).toEqual([{ start: 6000, end: 7000, text: '1000' }]);
  expect(recut(there, { start: 0, end: 9000 }, { start: 5000, end: 9000 })).toMatchObject({
    chapters: [{ start: 500 }],
    cues,
    leftOut: 0,
  });
});
test('what lies beyond a new end is left out and counted', () => {
  const { chapters, cues, leftOut } = recut(
    { chapters: [{ start: 0 }, { start: 8000 }], cues: [cue(0, 2000), cue(4000, 6000), cue(7000, 8000)] },
    { start: 0, end: 9000 },
    { start: 0, end: 5000 },
  );
  expect([chapters.length, cues.length, leftOut]).toEqual([1, 2, 2]);
  expect(cues.at(-1)?.end).toBe(5000);
});
