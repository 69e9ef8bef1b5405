import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import type { ServiceFailure } from './service.ts';

/** What a person can do about a failure, and whether only a new token can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  if (failure.status === 401)
    return {
      advice: 'Make a new access token on the Mastodon server and reconnect the channel with it.',
      reconnect: true,
    };
  if (failure.status === 403)
    return {
      advice:
        'Sign in to Mastodon and look whether the account is in order. Then make an access token that may read and write, and reconnect the channel with it.',
      reconnect: true,
    };
  // The key of the send leads to a status that was deleted, or there is no Mastodon at the address any more.
  if (failure.status === 404)
    return {
      advice: 'Look at the account: it may have been posted and deleted there. If not, check the server’s address.',
      reconnect: false,
    };
  return commonAdvice(failure);
}

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor);
