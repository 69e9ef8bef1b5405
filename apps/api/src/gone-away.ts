const codes = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE', 'ECONNRESET', 'EPIPE']);

/** Whether sending an answer ended because its reader went away, which is no fault. */
export function isGoneAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && codes.has(String(error.code));
}
