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

/** By what every release has said of them: what is on record may be older than these sentences. */
const ours = / fault on our side\. |he publisher ended each time | stopped the making of its files\.$/;
/** It may not the next time, when the machine is less busy. */
const late = / took too long /;

/**
 * Whether making them again may help, by the failure on record: where the file itself is refused, it would be refused again, and its
 * failure says what to do instead.
 */
export const mayBeMadeAgain = (failure: string | null): boolean =>
  failure === null || ours.test(failure) || late.test(failure);
