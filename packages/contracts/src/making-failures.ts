/** What is put on record where files were not made through a fault of ours, and not of what they are made from. */
export const ourFaults = {
  upload: 'It could not be processed because of a fault on our side. Make it again, or upload it again.',
  files: 'The files could not be made because of a fault on our side. Make them again.',
  audiogram: 'It could not be made because of a fault on our side. Try again.',
  /** Every try ended without a word: the publisher died of it, each time. */
  died: 'It could not be made: the publisher ended each time it tried. Try again; if that fails, upload another file.',
  work: 'The publisher ended each time it tried. Try again; if that fails, try another part or another file.',
} as const;

export const stoppedBy = (name: string): string => `${name} stopped the making of its files.`;

/**
 * What kind of failure it is, on record beside its sentence: `fault` of ours, `stopped` by somebody, `timeout` of what took too long,
 * or `refused` for what it is to be made from.
 */
export const failureCodes = ['fault', 'stopped', 'timeout', 'refused'] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Sentences of releases that put no code on record, for failures that making again may help. */
const before =
  / fault on our side\. |he publisher ended each time | stopped the making of its files\.$| took too long /;

/**
 * Whether making them again may help, by the failure on record: where the file itself is refused, it would be refused again, and its
 * failure says what to do instead.
 */
export function mayBeMadeAgain({
  failure,
  failureCode,
}: {
  failure: string | null;
  failureCode: FailureCode | null;
}): boolean {
  if (failureCode !== null) return failureCode !== 'refused';
  return failure === null || before.test(failure);
}

/** Why they are not made again, with what to do instead. */
export const refusedAgain = (failure: string | null): string =>
  `${failure ?? 'What was uploaded cannot be used.'} Making the files again would fail in the same way: upload another file.`;
