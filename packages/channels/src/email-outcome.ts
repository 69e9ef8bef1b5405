import { Problem } from '@mobilise/contracts/problems';
import type { LetterResult, Outcome } from './adapter.ts';
import { ImageUnreadable, sendAgain } from './outcome.ts';
import { SmtpFailure } from './smtp-failure.ts';

/** Seconds that the channel rests after the server said that it takes no more for now. */
const usualRest = 300;

/** What a person can do about a server that does not take letters, and whether only connecting again can mend it. */
export function adviceFor(error: unknown): { advice: string; reconnect: boolean } {
  if (error instanceof Problem)
    return {
      advice:
        'Reconnect the channel with a mail server that can be reached from here, or have private addresses allowed in the settings.',
      reconnect: true,
    };
  if (!(error instanceof SmtpFailure)) return { advice: sendAgain, reconnect: false };
  const { stage, status, message } = error;
  const final = status !== null && status >= 500;
  if (stage === 'login' && (final || status === null))
    return {
      advice: 'Check user name and password with whoever looks after the mail server, then reconnect the channel.',
      reconnect: true,
    };
  if (stage === 'sender' && final)
    return {
      advice:
        'The server does not let this account send from this address. Reconnect the channel with one that it may use.',
      reconnect: true,
    };
  if (/encrypted/.test(message))
    return { advice: 'Check server name, port and encryption, then reconnect the channel.', reconnect: true };
  const whom = 'ask whoever looks after the mail server.';
  return {
    advice: `Letters that have not left wait. If this goes on, ${
      stage === 'connect' && status === null ? `check server name, port and encryption, or ${whom}` : whom
    }`,
    reconnect: false,
  };
}

/** What it means for the whole list that the server took nothing, or takes no more. Nobody got a letter because of it. */
export function ofServer(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ImageUnreadable)
    return { outcome: 'refused', message, advice: 'Choose the image again, then send again.', retryAfter: null };
  const { advice, reconnect } = adviceFor(error);
  const spoke = error instanceof SmtpFailure && error.status !== null;
  return {
    outcome: 'refused',
    message,
    advice,
    retryAfter: spoke && !reconnect ? usualRest : null,
    ...(reconnect && { reconnect }),
    ...(spoke && !reconnect && { limited: true }),
  };
}

/** Whether a failure tells of the server or of us, and would befall every other letter too. */
export function isServers({ stage, status, mayHaveArrived }: SmtpFailure): boolean {
  if (mayHaveArrived) return false;
  return status === null || status === 421 || stage === 'connect' || stage === 'login' || stage === 'sender';
}

/** What became of one letter that failed for a reason of its own. */
export function ofLetter(failure: SmtpFailure): LetterResult {
  const { status, message: reply } = failure;
  if (failure.mayHaveArrived) return { state: 'unknown', reply };
  if (status !== null && status < 500) return { state: 'later', reply };
  return { state: 'refused', reply, bounced: isBounce(failure) };
}

/**
 * Whether a final refusal means that there is no such mailbox. The server may as well refuse us (5.7), the letter (5.3, 5.6), or a
 * mailbox that is full (5.2.2): then the address is a good one.
 */
function isBounce({ stage, status, enhanced }: Pick<SmtpFailure, 'stage' | 'status' | 'enhanced'>): boolean {
  if (stage !== 'recipient' || status === null || status < 500 || status === 552) return false;
  return enhanced === null || /^5\.(1\.|2\.[016]$|4\.4$)/.test(enhanced);
}
