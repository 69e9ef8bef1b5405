/** An error as a log holds it. */
interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

/** Causes told below an error; a ring of causes would have no end. */
const deepest = 8;

/**
 * What a log may hold of an error: its kind, words, code and stack, and those of its causes. Never its properties, which
 * may be a request with its credentials, nor the parameters that Drizzle writes into its messages: one is a session's token.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const message = withoutParameters(error);
  return {
    type: error.constructor.name,
    message,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...(error.stack && { stack: error.stack.replace(error.message, () => message) }),
    ...(error.cause !== undefined && depth < deepest && { cause: errorForLog(error.cause, depth + 1) }),
  };
}

function withoutParameters(error: Error): string {
  return 'query' in error && typeof error.query === 'string' ? `Failed query: ${error.query}` : error.message;
}
