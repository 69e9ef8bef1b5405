import type { Outcome } from '@mobilise/channels/adapter';

/** Tries after which a refused post is a person's to send again. */
export const mostTries = 5;
/** Seconds: the first wait is at most this, each later one at most twice the one before, up to an hour. */
const firstWait = 30;
const longestWait = 3600;

/**
 * Seconds to wait after the n-th refused try: exponential with full jitter, so that posts refused together do not come
 * back together; never sooner than the channel asked.
 */
export function waitAfter(tries: number, retryAfter: number | null, random: () => number): number {
  const most = Math.min(longestWait, firstWait * 2 ** (tries - 1));
  return Math.max(1, (retryAfter ?? 0) + random() * most);
}

/** What a send came to, as the row will say it. `delay` in seconds from now; null leaves the time as it is. */
export interface Settlement {
  id: string;
  fence: number;
  state: 'published' | 'scheduled' | 'failed' | 'unconfirmed';
  outcome: 'published' | 'refused' | 'failed' | 'unknown' | 'waiting' | 'abandoned';
  message: string | null;
  advice: string | null;
  remoteId: string | null;
  remoteUrl: string | null;
  delay: number | null;
}

/** Never sent after all: its time ran out between the intent and the first byte. */
export type SendOutcome = Outcome | { outcome: 'abandoned'; message: string };

/** What becomes of a post after a try came to an outcome; `tries` leaves out those that only waited. Pure, so that its properties can be tested. */
export function settlementOf(
  post: { id: string; fence: number; tries: number },
  outcome: SendOutcome,
  random: () => number,
): Settlement {
  const { id, fence, tries } = post;
  const plain = { id, fence, message: null, advice: null, remoteId: null, remoteUrl: null, delay: null };
  switch (outcome.outcome) {
    case 'published':
      return {
        ...plain,
        state: 'published',
        outcome: 'published',
        remoteId: outcome.remoteId,
        remoteUrl: outcome.remoteUrl,
      };
    case 'failed':
      return { ...plain, state: 'failed', outcome: 'failed', message: outcome.message, advice: outcome.advice };
    case 'unknown':
      return { ...plain, state: 'unconfirmed', outcome: 'unknown', message: outcome.message };
    case 'waiting':
      return { ...plain, state: 'scheduled', outcome: 'waiting', message: outcome.message, delay: outcome.seconds };
    case 'abandoned':
      return { ...plain, state: 'scheduled', outcome: 'abandoned', message: outcome.message };
    case 'refused': {
      const words = { message: outcome.message, advice: outcome.advice };
      // Waiting for a person to reconnect is no try; the channel's posts are held until then.
      if (outcome.reconnect) return { ...plain, ...words, state: 'scheduled', outcome: 'refused' };
      if (tries >= mostTries) return { ...plain, ...words, state: 'failed', outcome: 'refused' };
      return {
        ...plain,
        ...words,
        state: 'scheduled',
        outcome: 'refused',
        delay: waitAfter(tries, outcome.retryAfter, random),
      };
    }
  }
}
