import { expect, test } from 'vitest';
import { type FailureCode, mayBeMadeAgain } from './making-failures.ts';

test('what failed through us, was stopped or took too long may be made again, whatever words say so; what is refused would be refused again', () => {
  const may = (failureCode: FailureCode, failure = 'Any words.') => mayBeMadeAgain({ failure, failureCode });
  expect((['fault', 'stopped', 'timeout', 'refused'] as const).map((code) => may(code))).toEqual([
    ...[true, true, true, false],
  ]);
  expect(may('refused', 'It took too long because of a fault on our side. Try again.')).toBe(false);
});

test('failures of releases that put no code on record are told apart by their sentences', () => {
  const may = (failure: string | null) => mayBeMadeAgain({ failure, failureCode: null });
  for (const failure of [
    null,
    'It could not be processed because of a fault on our side. Make it again, or upload it again.',
    'It could not be made: the publisher ended each time it tried. Try again; if that fails, upload another file.',
    'The publisher ended each time it tried. Try again; if that fails, try another part or another file.',
    'Ada Reid stopped the making of its files.',
    'This picture took too long to process. Export it smaller or simpler and upload that.',
  ])
    expect(may(failure)).toBe(true);
  for (const failure of [
    'This file is damaged or incomplete. Export it again from the original and upload that.',
    'The recording of this episode is gone. Choose another.',
  ])
    expect(may(failure)).toBe(false);
});
