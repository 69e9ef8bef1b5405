import { transcript } from '@mobilise/contracts/captions';
import { maxTime } from '@mobilise/contracts/captions/cue';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CueEdit, editCue, firstCue } from './cue-edits.ts';
import { boundsOf, cuesOnPage, pageOf, pagesOf } from './pages.ts';

const cues = [
  { start: 1000, end: 3000, text: 'Come in', speaker: 'Amira' },
  { start: 3500, end: 5000, text: 'Thank you' },
];
const duration = 60_000;

test('words and speakers are written, and a speaker that is taken out leaves nothing behind', () => {
  expect(editCue(cues, 0, { type: 'text', text: 'Come in, do' }, duration)[0]).toEqual({
    ...cues[0],
    text: 'Come in, do',
  });
  expect(editCue(cues, 0, { type: 'speaker', speaker: '' }, duration)[0]).toEqual({
    start: 1000,
    end: 3000,
    text: 'Come in',
  });
  expect(editCue(cues, 1, { type: 'speaker', speaker: 'Sam' }, duration)[1]?.speaker).toBe('Sam');
});
test('a new cue takes the gap behind another, said by the same person', () => {
  expect(editCue(cues, 0, { type: 'add' }, duration)[1]).toEqual({
    start: 3000,
    end: 3500,
    text: '',
    speaker: 'Amira',
  });
  expect(editCue(cues, 1, { type: 'add' }, duration)[2]).toEqual({ start: 5000, end: 7000, text: '' });
});
test('where nothing can be done the very same list is answered', () => {
  expect(editCue(cues, 1, { type: 'merge' }, duration)).toBe(cues);
  expect(editCue(cues, 0, { type: 'split', caret: 0 }, duration)).toBe(cues);
  expect(editCue(cues, 9, { type: 'remove' }, duration)).toBe(cues);
});
test('whatever is done, what can be said stays a transcript that the server takes', () => {
  const edits: fc.Arbitrary<CueEdit> = fc.oneof(
    fc.record({ type: fc.constant('times' as const), start: fc.integer({ min: -9000, max: 70_000 }) }),
    fc.record({ type: fc.constant('times' as const), end: fc.integer({ min: -9000, max: 70_000 }) }),
    fc.record({ type: fc.constant('split' as const), caret: fc.nat(12) }),
    fc.record({ type: fc.constant('shift' as const), by: fc.integer({ min: -9000, max: 9000 }) }),
    fc.record({ type: fc.constantFrom('add' as const, 'merge' as const, 'remove' as const) }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), edits), { maxLength: 12 }), (steps) => {
      const after = steps.reduce<readonly (typeof cues)[number][]>(
        (list, [index, edit]) => editCue(list, index, edit, duration) as (typeof cues)[number][],
        cues,
      );
      const said = after.filter(({ text }) => text);
      expect(transcript.safeParse({ language: 'en', cues: said }).success).toBe(true);
    }),
  );
});
test('the first cue begins at the playing point, within the longest recording', () => {
  expect(firstCue(1234.6)).toEqual({ start: 1235, end: 3235, text: '' });
  expect(firstCue(-500).start).toBe(0);
  expect(firstCue(maxTime).end).toBe(maxTime);
});
test('every cue stands on exactly one page', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(), (count, seed) => {
      const index = seed % count;
      const { from, to } = boundsOf(pageOf(index), count);
      expect(index).toBeGreaterThanOrEqual(from);
      expect(index).toBeLessThan(to);
      expect(to - from).toBeLessThanOrEqual(cuesOnPage);
      expect(pageOf(index)).toBeLessThan(pagesOf(count));
    }),
  );
  expect(boundsOf(7, 0)).toEqual({ from: 0, to: 0 });
});
