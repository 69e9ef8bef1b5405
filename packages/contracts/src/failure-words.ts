/** What the publisher puts on record about a send where the platform said nothing: our words, none of the platform's. */
export const ourWords = {
  stopped: 'The publisher stopped before the channel’s answer could be kept.',
  stalled: 'The publisher was stopped for too long to be sure of its turn; nothing was sent.',
  held: 'The hold switch was pressed before anything was sent.',
} as const;

const unanswered = 'There was no answer within ';

/** That the platform did not answer within so many milliseconds. */
export const noAnswerWithin = (milliseconds: number): string => `${unanswered}${milliseconds / 1000} seconds.`;

const ours: ReadonlySet<string> = new Set(Object.values(ourWords));

/** A failure on record, for people to read: the platform's words as a quotation, ours as they are. */
export const sayFailure = (failure: string): string =>
  ours.has(failure) || failure.startsWith(unanswered) ? failure : `It said: “${failure}”`;
