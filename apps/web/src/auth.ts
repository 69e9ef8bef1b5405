import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import { z } from 'zod';
import { problemFrom, unreachable } from './call.ts';

/** What better-auth answers with, in words people can act on. Its codes are in better-auth's `error/codes`. */
const words: Record<string, [ProblemCode, string]> = {
  INVALID_EMAIL_OR_PASSWORD: [
    'not_signed_in',
    'No account has this e-mail address and password. Check both; the password tells capitals from small letters.',
  ],
  INVALID_EMAIL: ['not_signed_in', 'This is not an e-mail address. Check it for a missing @ or full stop.'],
  INVALID_PASSWORD: ['invalid_request', 'That is not your present password. Try again.'],
  PASSWORD_TOO_SHORT: ['invalid_request', 'Use at least 12 characters.'],
  PASSWORD_TOO_LONG: ['invalid_request', 'Use at most 128 characters.'],
  PASSWORD_COMMON: [
    'invalid_request',
    'This password is one of the first that are guessed. Use three or four words that have nothing to do with each other.',
  ],
  INVALID_CODE: [
    'invalid_request',
    'That code is not right, or its half minute has passed. Enter the one your app shows now.',
  ],
  CODE_USED: ['invalid_request', 'That code was used already. Each works once: wait for the next.'],
  INVALID_BACKUP_CODE: ['invalid_request', 'That backup code is not right, or was used before. Each works once.'],
  INVALID_TWO_FACTOR_COOKIE: [
    'not_signed_in',
    'This took too long. Start again with your e-mail address and password.',
  ],
  ACCOUNT_TEMPORARILY_LOCKED: ['too_many_requests', 'Too many wrong codes. Wait a few minutes, then sign in again.'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [
    'too_many_requests',
    'Too many wrong codes. Start again with your e-mail address and password.',
  ],
  SESSION_NOT_FRESH: ['forbidden', 'You signed in more than a day ago. Sign in again to see this.'],
  TOTP_ALREADY_ENABLED: ['conflict', 'Two-step sign-in is on already. Reload the page.'],
};

const refusal = z.object({ code: z.string().optional(), message: z.string().optional() });

/** Calls one of better-auth's addresses below /api/auth. Throws `Problem`, as `call` does. */
export async function askAuth<T>(
  path: `/${string}`,
  answer: z.ZodType<T>,
  body?: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetch(`/api/auth${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  });
  const told: unknown = await response.json().catch(() => null);
  if (response.ok) return answer.parse(told);
  if (response.status === 429) {
    const seconds = Number(response.headers.get('X-Retry-After') ?? response.headers.get('Retry-After')) || 60;
    throw new Problem(
      'too_many_requests',
      `Too many tries from this network. Wait ${seconds} seconds, then try again.`,
    );
  }
  const refused = refusal.safeParse(told);
  const known = refused.success && refused.data.code ? words[refused.data.code] : undefined;
  if (known) throw new Problem(...known);
  if (response.status === 401) throw new Problem('not_signed_in', 'Your session has ended. Sign in again.');
  throw problemFrom(told, response.status);
}

/** An answer nobody reads. */
export const anything = z.unknown();
