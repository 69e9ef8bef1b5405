import type { LetterState, PostLetters } from '@mobilise/contracts/letters';

const number = new Intl.NumberFormat('en-GB');
const letters = (count: number) => (count === 1 ? '1 letter' : `${number.format(count)} letters`);

/** How far a list has got, in a sentence. */
export function sayProgress({ total, counts }: PostLetters): string {
  const left = counts.pending + counts.sending;
  if (left > 0) return `${number.format(total - left)} of ${letters(total)} dealt with.`;
  return `${number.format(counts.accepted)} of ${letters(total)} taken by the mail server.`;
}

/** What became of the rest, each in a line; empty when there is nothing to say. */
export function sayRest({ counts, bounced, unsubscribed }: PostLetters): string[] {
  return [
    counts.refused > 0 && `${number.format(counts.refused)} refused by the mail server.`,
    bounced > 0 && `${number.format(bounced)} came back later.`,
    counts.skipped > 0 && `${number.format(counts.skipped)} not sent: their readers had left, or sending was stopped.`,
    unsubscribed > 0 && `${number.format(unsubscribed)} unsubscribed with the link in it.`,
  ].filter((line) => line !== false);
}

export const letterWords: Record<LetterState, string> = {
  pending: 'Tried again later',
  sending: 'On its way',
  accepted: 'Came back',
  refused: 'Refused',
  unknown: 'Not known',
  skipped: 'Not sent',
};
