import { ServiceFailure } from './service.ts';

/** The account could not be signed in: whatever was to be done was not begun. */
export class SessionFailure extends Error {
  readonly failure: ServiceFailure;

  constructor(failure: ServiceFailure) {
    super(failure.message, { cause: failure });
    this.name = 'SessionFailure';
    this.failure = failure;
  }
}

/** What kept an account from being signed in. What is no failure of the service is one of ours, and nothing has left. */
export function sessionFailure(error: unknown): SessionFailure {
  if (error instanceof SessionFailure) return error;
  if (error instanceof ServiceFailure) return new SessionFailure(error);
  const words = error instanceof Error ? error.message : String(error);
  return new SessionFailure(new ServiceFailure(words, { status: null, sent: false, cause: error }));
}

/** Whether an error, or one behind it, is of signing in. */
export function signInFailed(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof SessionFailure) return true;
  return false;
}
