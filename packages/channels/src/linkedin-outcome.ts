import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import type { ServiceFailure } from './service.ts';

/** What a person can do about a failure, and whether only signing in again can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  if (status === 426)
    return {
      advice:
        'LinkedIn has switched off the version of its interface that this Mobilise speaks. Whoever runs the installation has to update Mobilise; then send the post again.',
      reconnect: false,
    };
  if (error === 'invalid_client')
    return {
      advice:
        'LinkedIn does not accept the client ID and secret in the settings. Whoever runs the installation has to correct them.',
      reconnect: false,
    };
  if (status === 401) return { advice: 'Sign in at LinkedIn again to reconnect the channel.', reconnect: true };
  if (status === 403)
    return {
      advice:
        'Look whether whoever signed in is still an admin of the page, then reconnect the channel as somebody who is.',
      reconnect: true,
    };
  if (error === 'DUPLICATE_POST')
    return {
      advice:
        'LinkedIn has the same words on this page already. Look there; if the post is missing, change its words and send it again.',
      reconnect: false,
    };
  return commonAdvice(failure);
}

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor);
