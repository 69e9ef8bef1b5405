import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transcript } from '../captions.ts';
import { type Cue, maxTime } from './cue.ts';
import { cueAt, mergeWithNext, removeCue, setTimes, shiftFrom, splitCue } from './edit-cues.ts';

const three: Cue[] = [
  { start: 1000, end: 2000, text: 'One two', speaker: 'Ann' },
  { start: 3000, end: 4000, text: 'Three', speaker: 'Ann' },
  { start: 5000, end: 6000, text: 'Four', speaker: 'Bob' },
];
const [one, second, third] = three as [Cue, Cue, Cue];

describe('splitting', () => {
  test('shares the time as the caret parts the text, and leaves out the space', () => {
    expect(splitCue(three, 0, 3)).toEqual([
      { ...one, end: 1500, text: 'One' },
      { ...one, start: 1500, text: 'two' },
      second,
      third,
    ]);
  });

  test.each([0, 7, 100, -1])('at %i, where one half would say nothing, changes nothing', (caret) => {
    expect(splitCue(three, 0, caret)).toBe(three);
  });

  test('never parts a character', () => {
    const cues = [{ start: 0, end: 1000, text: 'Hi 😀😀' }];
    expect(splitCue(cues, 0, 6).map(({ text }) => text)).toEqual(['Hi 😀', '😀']);
  });
});

describe('merging', () => {
  test('with the next of the same speaker joins the words', () => {
    expect(mergeWithNext(three, 0)).toEqual([{ ...one, end: 4000, text: 'One two Three' }, third]);
  });

  test('with another speaker keeps the name in words', () => {
    expect(mergeWithNext(three, 1)[1]).toEqual({ ...second, end: 6000, text: 'Three\nBob: Four' });
  });

  test('of the last, or into more than a cue may have, changes nothing', () => {
    expect(mergeWithNext(three, 2)).toBe(three);
    const long = [one, { ...second, text: 'x'.repeat(993) }];
    expect(mergeWithNext(long, 0)).toBe(long);
  });
});

describe('shifting', () => {
  test('moves a cue and all after it', () => {
    expect(shiftFrom(three, 1, 500)).toEqual([
      one,
      { ...second, start: 3500, end: 4500 },
      { ...third, start: 5500, end: 6500 },
    ]);
  });

  test('stops at the cue before, at zero, and at the end of the recording', () => {
    expect(shiftFrom(three, 1, -9000)[1]).toMatchObject({ start: 2000, end: 3000 });
    expect(shiftFrom(three, 0, -9000)[0]).toMatchObject({ start: 0, end: 1000 });
    expect(shiftFrom(three, 0, 9000, 6200)[2]).toMatchObject({ start: 5200, end: 6200 });
  });
});

describe('setting times', () => {
  test('stops at the neighbours and at the end of the recording', () => {
    expect(setTimes(three, 1, { start: 3200, end: 4500 })[1]).toEqual({ ...second, start: 3200, end: 4500 });
    expect(setTimes(three, 1, { start: 0, end: 9000 })[1]).toEqual({ ...second, start: 2000, end: 5000 });
    expect(setTimes(three, 2, { end: 9000 }, 6500)[2]).toEqual({ ...third, end: 6500 });
  });

  test('leaves a millisecond at least', () => {
    expect(setTimes(three, 1, { end: 1000 })[1]).toEqual({ ...second, end: 3001 });
    expect(setTimes(three, 1, { start: 9000 })[1]).toEqual({ ...second, start: 4999, end: 5000 });
  });
});

test('removing takes a cue away', () => {
  expect(removeCue(three, 1)).toEqual([one, third]);
  expect(removeCue(three, 3)).toBe(three);
});

const cue = fc
  .record({
    start: fc.nat(20_000),
    length: fc.integer({ min: 1, max: 5_000 }),
    text: fc.constantFrom('One', 'Two words', 'a\nb'),
  })
  .map(({ start, length, text }): Cue => ({ start, end: start + length, text }));
const cues = fc.array(cue, { maxLength: 8 }).map((list) => list.toSorted((a, b) => a.start - b.start));
const index = fc.integer({ min: -1, max: 9 });
const time = fc.integer({ min: -1000, max: 30_000 });

describe('whatever is done', () => {
  test('the cues are still those of a transcript, and the ones given are as they were', () => {
    const edits = fc.oneof(
      fc.tuple(index, time).map(
        ([at, caret]) =>
          (list: readonly Cue[]) =>
            splitCue(list, at, caret % 10),
      ),
      index.map((at) => (list: readonly Cue[]) => mergeWithNext(list, at)),
      fc.tuple(index, time).map(
        ([at, by]) =>
          (list: readonly Cue[]) =>
            shiftFrom(list, at, by),
      ),
      index.map((at) => (list: readonly Cue[]) => removeCue(list, at)),
      fc.tuple(index, time, time).map(
        ([at, start, end]) =>
          (list: readonly Cue[]) =>
            setTimes(list, at, { start, end }),
      ),
    );
    fc.assert(
      fc.property(cues, fc.array(edits, { maxLength: 10 }), (list, done) => {
        const before = structuredClone(list);
        let now: readonly Cue[] = list;
        for (const edit of done) {
          now = edit(now);
          expect(transcript.parse({ language: 'en', cues: now }).cues).toEqual(now);
        }
        expect(list).toEqual(before);
      }),
    );
  });

  test('a shift keeps all distances', () => {
    fc.assert(
      fc.property(cues, index, time, (list, at, by) => {
        const moved = shiftFrom(list, at, by);
        const shifts = list
          .slice(Math.max(0, at))
          .map((cue, n) => (moved[Math.max(0, at) + n]?.start ?? 0) - cue.start);
        expect(new Set(shifts).size).toBeLessThanOrEqual(1);
        expect(moved.every(({ end }) => end <= maxTime)).toBe(true);
      }),
    );
  });

  test('the cue at a time is the one begun last, if it lasts', () => {
    fc.assert(
      fc.property(cues, time, (list, at) => {
        const last = list.findLastIndex(({ start }) => start <= at);
        const cue = list[last];
        expect(cueAt(list, at)).toBe(cue && at < cue.end ? last : null);
      }),
    );
  });
});
