/** What is put on record where files were not made through a fault of ours, and not of what they are made from. */
export const ourFaults = {
  upload: 'It could not be processed because of a fault on our side. Make it again, or upload it again.',
  files: 'The files could not be made because of a fault on our side. Make them again.',
  audiogram: 'It could not be made because of a fault on our side. Try again.',
  /** Every try ended without a word: the publisher died of it, each time. */
  died: 'It could not be made: the publisher ended each time it tried. Try again; if that fails, upload another file.',
  work: 'The publisher ended each time it tried. Try again; if that fails, try another part or another file.',
} as const;

const stopped = ' stopped the making of its files.';

export const stoppedBy = (name: string): string => `${name}${stopped}`;

const ours: ReadonlySet<string> = new Set(Object.values(ourFaults));

/**
 * Whether making them again may help, by the failure on record: where the file itself is refused, it would be refused again, and its
 * failure says what to do instead.
 */
export const mayBeMadeAgain = (failure: string | null): boolean =>
  // What took too long may not the next time, when the machine is less busy.
  failure === null || ours.has(failure) || failure.endsWith(stopped) || failure.includes(' took too long ');
