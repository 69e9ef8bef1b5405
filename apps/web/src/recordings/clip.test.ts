import { expect, test } from 'vitest';
import { clippedOf, cuesWithin, tenthIn } from './clip.ts';

const cue = (start: number, end: number) => ({ start, end, text: `${start}` });

test('a clip is the whole file, or what the trim leaves of it', () => {
  expect(clippedOf({ trim: null }, 60_000)).toEqual({ start: 0, end: 60_000 });
  expect(clippedOf({ trim: { start: 2000, end: 90_000 } }, 60_000)).toEqual({ start: 2000, end: 60_000 });
});
test('the clock of a clip begins at nought, whatever is cut off before it', () => {
  const clip = { start: 2340 };
  expect([0, 2039, 2340, 2439, 2440, 3345].map((time) => tenthIn(clip, time))).toEqual([0, 0, 0, 0, 100, 1000]);
});
test('cues of a clip count from its start, and end with it', () => {
  const cues = [cue(0, 4000), cue(4000, 8000), cue(12_000, 14_000), cue(20_000, 21_000)];
  expect(cuesWithin(cues, { start: 5000, end: 13_000 })).toEqual([
    { start: 0, end: 3000, text: '4000' },
    { start: 7000, end: 8000, text: '12000' },
  ]);
});
