import { expect, test } from 'vitest';
import { type Cut, cutOtherwise } from './cutting.ts';

const duration = 60_000;
const cue = (start: number, end: number, text: string) => ({ start, end, text });
const before: Cut = {
  clip: { assetId: 'a', trim: null },
  chapters: [
    { start: 0, title: 'Welcome' },
    { start: 10_000, title: 'Supper' },
    { start: 50_000, title: 'Sleep' },
  ],
  cues: [cue(0, 4000, 'Hello'), cue(4000, 8000, 'Come in'), cue(52_000, 58_000, 'Good night')],
};
const to = { start: 5000, end: 45_000 };

test('a cut keeps chapters and words with their sound, and counts what it leaves out', () => {
  const { after, leftOut } = cutOtherwise(before, to, duration);
  expect(after.clip.trim).toEqual(to);
  expect(after.chapters).toEqual([
    { start: 0, title: 'Welcome' },
    { start: 5000, title: 'Supper' },
  ]);
  expect(after.cues).toEqual([cue(0, 3000, 'Come in')]);
  expect(leftOut).toBe(3);
});

test('a cut that leaves everything is none', () => {
  const cut = { ...before, clip: { assetId: 'a', trim: to } };
  expect(cutOtherwise(cut, { start: 0, end: duration }, duration).after.clip.trim).toBeNull();
});

test('taken back at once, all is as it was', () => {
  const { after, undo } = cutOtherwise(before, to, duration);
  expect(undo(after)).toEqual(before);
});

test('taken back later, what was written since stays, and what was removed stays away', () => {
  const { after, undo } = cutOtherwise(before, to, duration);
  const renamed = { ...(after.chapters[1] as { start: number; title: string }), title: 'A late supper' };
  const since: Cut = {
    ...after,
    chapters: [{ start: 1000, title: 'The doors' }, renamed],
    cues: [...after.cues, cue(20_000, 22_000, 'Thank you')],
  };
  expect(undo(since)).toEqual({
    clip: before.clip,
    chapters: [
      { start: 6000, title: 'The doors' },
      { start: 10_000, title: 'A late supper' },
      { start: 50_000, title: 'Sleep' },
    ],
    cues: [...before.cues.slice(0, 2), cue(25_000, 27_000, 'Thank you'), ...before.cues.slice(2)],
  });
});

test('taken back after another cut, both are gone', () => {
  const first = cutOtherwise(before, to, duration);
  const second = cutOtherwise(first.after, { start: 7000, end: 45_000 }, duration);
  const { clip, chapters } = first.undo(second.after);
  expect(clip).toEqual(before.clip);
  expect(chapters.map(({ start, title }) => [start, title])).toEqual([
    [7000, 'Welcome'],
    [10_000, 'Supper'],
    [50_000, 'Sleep'],
  ]);
});
