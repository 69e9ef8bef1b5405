import { XRPCError } from '@atproto/api';
import { Problem } from '@mobilise/contracts/problems';
import type { Outcome } from './adapter.ts';
import { ImageUnreadable } from './bluesky-record.ts';
import { failureIn, type ServiceFailure, wordsOf } from './bluesky-service.ts';
import { SessionFailure } from './bluesky-session.ts';

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
/** A redirect that says the request was not carried out here. */
const moved = new Set([301, 302, 307, 308]);
/** 4xx that a server or a proxy answers although the request may have reached the service. */
const indefinite4xx = new Set([408, 425, 499]);

const sendAgain = 'Nothing was posted, so it can be sent again. If this goes on, check whether the service is up.';

/** What a person can do about a failure, and whether only signing in again can mend it. */
export function adviceFor(failure: ServiceFailure): { advice: string; reconnect: boolean } {
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
  if (status !== null && moved.has(status))
    return { advice: 'Reconnect the channel with the service’s new address.', reconnect: true };
  if (status === 429)
    return {
      advice: 'The account has reached a limit of the service. Send again when it has passed.',
      reconnect: false,
    };
  if (status === 413 || error === 'BlobTooLarge')
    return { advice: 'Choose a smaller image, then send again.', reconnect: false };
  if (failure.cause instanceof Problem) {
    return {
      advice:
        'Reconnect the channel with an address that can be reached from here, or have private addresses allowed in the settings.',
      reconnect: true,
    };
  }
  if (status !== null && status >= 400 && status < 500 && error !== '')
    return { advice: 'Change the post so that the service accepts it, then send again.', reconnect: false };
  return { advice: sendAgain, reconnect: false };
}

/** The outcome of an error before the record was sent: nothing was made, whatever happened. */
export function outcomeBeforeWrite(error: unknown): Outcome {
  if (error instanceof ImageUnreadable) {
    return {
      outcome: 'refused',
      message: error.message,
      advice: 'Choose the image again, or send the post without it.',
      retryAfter: null,
    };
  }
  const failure = failureIn(error);
  if (failure) return definite(failure);
  if (error instanceof XRPCError)
    return { outcome: 'refused', message: error.message, advice: sendAgain, retryAfter: null };
  throw error;
}

/** The outcome of an error of the write itself: definite only where the service says so or never saw it. */
export function outcomeOfWrite(error: unknown): Outcome {
  const failure = failureIn(error);
  if (failure && (signInFailed(error) || !failure.sent || saysRefused(failure))) return definite(failure);
  return { outcome: 'unknown', message: wordsOf(error) };
}

function saysRefused({ status }: ServiceFailure): boolean {
  return status !== null && (moved.has(status) || (status >= 400 && status < 500 && !indefinite4xx.has(status)));
}

function definite(failure: ServiceFailure): Outcome {
  const { advice, reconnect } = adviceFor(failure);
  const { message, status, error, retryAfter } = failure;
  // A refusal that names its reason would be the same next time; one without may come from a proxy on the way.
  const final =
    !reconnect &&
    status !== null &&
    status >= 400 &&
    status < 500 &&
    status !== 429 &&
    !indefinite4xx.has(status) &&
    error !== '';
  if (final) return { outcome: 'failed', message, advice };
  return { outcome: 'refused', message, advice, retryAfter, ...(reconnect && { reconnect }) };
}

function signInFailed(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof SessionFailure) return true;
  return false;
}
