import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clipped } from './clip.ts';
import { type Cut, type CutAway, cutOtherwise } from './cutting.ts';

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
const all: Clipped = { start: 0, end: duration };
const to: Clipped = { start: 5000, end: 45_000 };

/** Somebody who cuts and writes by turns. */
function editing(cut: Cut) {
  let [now, away]: [Cut, CutAway | null] = [cut, null];
  return {
    now: () => now,
    write: (change: (now: Cut) => Partial<Cut>) => {
      now = { ...now, ...change(now) };
    },
    cut: (clip: Clipped) => {
      const { after, leftOut, ...made } = cutOtherwise(now, clip, duration, away);
      [now, away] = [after, made.away];
      return leftOut;
    },
  };
}

test('a cut keeps chapters and words with their sound, and counts what it leaves out', () => {
  const desk = editing(before);
  expect(desk.cut(to)).toBe(3);
  expect(desk.now()).toEqual({
    clip: { assetId: 'a', trim: to },
    chapters: [
      { start: 0, title: 'Welcome' },
      { start: 5000, title: 'Supper' },
    ],
    cues: [cue(0, 3000, 'Come in')],
  });
  expect(desk.cut({ start: 7000, end: 45_000 })).toBe(0);
});

test('nearly everything cut away by one key comes back with the handle, at each place where it belongs', () => {
  const desk = editing(before);
  expect(desk.cut({ start: 59_000, end: duration })).toBe(5);
  expect(desk.now().chapters).toEqual([{ start: 0, title: 'Sleep' }]);
  desk.cut({ start: 6000, end: duration });
  expect(desk.now().cues).toEqual([cue(0, 2000, 'Come in'), cue(46_000, 52_000, 'Good night')]);
  desk.cut(all);
  expect(desk.now()).toEqual(before);
});

test('what was written since a cut stays when it is taken back, and what was removed stays away', () => {
  const desk = editing(before);
  desk.cut({ start: 12_000, end: 55_000 });
  desk.write(({ chapters, cues }) => ({
    chapters: [...chapters.map((one) => ({ ...one, title: `${one.title}!` })).slice(0, 1)],
    cues: [cue(8000, 10_000, 'Thank you'), ...cues.map((one) => ({ ...one, text: `${one.text}!` }))],
  }));
  desk.cut(all);
  expect(desk.now()).toEqual({
    clip: before.clip,
    chapters: [
      { start: 0, title: 'Welcome' },
      { start: 10_000, title: 'Supper!' },
    ],
    cues: [...before.cues.slice(0, 2), cue(20_000, 22_000, 'Thank you'), cue(52_000, 58_000, 'Good night!')],
  });
});

test('what was cut away of something else does not come back', () => {
  const desk = editing(before);
  desk.cut(to);
  desk.write(() => ({ ...before, clip: { assetId: 'a', trim: null } }));
  desk.cut({ start: 1000, end: duration });
  desk.cut(all);
  expect(desk.now()).toEqual(before);
});

const time = fc.integer({ min: 0, max: duration });
const stretch = fc
  .uniqueArray(time, { minLength: 2, maxLength: 2 })
  .map(([a = 0, b = 0]): Clipped => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const starts = fc.uniqueArray(fc.integer({ min: 0, max: duration * 1.2 }), { maxLength: 12 });
const inTime = (times: number[]) => times.sort((a, b) => a - b);
const recording = fc.record<Cut>({
  clip: fc
    .option(stretch)
    .map((clip) => ({ assetId: 'a', trim: clip?.start === 0 && clip.end === duration ? null : clip })),
  chapters: starts.map((times) => inTime(times).map((start) => ({ start, title: `${start}` }))),
  cues: fc
    .tuple(starts, fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 12, maxLength: 12 }))
    .map(([times, lengths]) =>
      inTime(times).map((start, index) => cue(start, start + (lengths[index] ?? 1), `${start}`)),
    ),
});

test('however often it is cut, and whatever lay beyond its end, cut back it is as it was', () => {
  fc.assert(
    fc.property(recording, fc.array(stretch, { maxLength: 5 }), (cut, cuts) => {
      const desk = editing(cut);
      for (const one of cuts) desk.cut(one);
      desk.cut(cut.clip.trim ?? all);
      expect(desk.now()).toEqual(cut);
    }),
  );
});

test('words mended between cuts are where they were, and mended', () => {
  const mended = (text: string) => `${text.replace('*', '')}*`;
  fc.assert(
    fc.property(recording, fc.array(stretch, { maxLength: 5 }), (cut, cuts) => {
      const desk = editing(cut);
      const seen = new Set<string>();
      for (const one of cuts) {
        desk.cut(one);
        for (const { text } of desk.now().cues) seen.add(text.replace('*', ''));
        desk.write(({ cues }) => ({ cues: cues.map((row) => ({ ...row, text: mended(row.text) })) }));
      }
      desk.cut(cut.clip.trim ?? all);
      const wanted = cut.cues.map((row) => (seen.has(row.text) ? { ...row, text: mended(row.text) } : row));
      expect(desk.now().cues).toEqual(wanted);
    }),
  );
});
