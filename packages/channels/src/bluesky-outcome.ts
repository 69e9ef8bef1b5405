import { type Advice, commonAdvice, outcomesWith } from './outcome.ts';
import type { ServiceFailure } from './service.ts';

const suspended = new Set([
  'AccountTakedown',
  'AccountSuspended',
  'AccountDeactivated',
  'RepoTakendown',
  'RepoSuspended',
  'RepoDeactivated',
]);
const signedOut = new Set([
  'AuthenticationRequired',
  'AuthRequired',
  'AuthMissing',
  'AuthFactorTokenRequired',
  'ExpiredToken',
  'InvalidToken',
  'AccountNotFound',
]);
/** What a person can do about a failure, and whether only signing in again can mend it. */
export function adviceFor(failure: ServiceFailure): Advice {
  const { status, error } = failure;
  if (suspended.has(error))
    return {
      advice: 'Sort this out with the people who run the service, then reconnect the channel.',
      reconnect: true,
    };
  if (error === 'AuthFactorTokenRequired')
    return {
      advice: 'Make an app password in Bluesky’s settings and use it instead of your own password.',
      reconnect: true,
    };
  if (status === 401 || signedOut.has(error))
    return {
      advice: 'Make a new app password in Bluesky’s settings and reconnect the channel with it.',
      reconnect: true,
    };
  return commonAdvice(failure);
}

export const { beforeWrite, ofWrite, ofChange, ofCheck } = outcomesWith(adviceFor);
