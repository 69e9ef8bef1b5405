let last: Promise<void> = Promise.resolve();

/**
 * Runs once everything that was given to it before has ended: films and audiograms come from several queues, and two encoders at
 * a time would only slow each other down. Whoever waits leaves when `signal` is aborted, with its reason.
 */
export async function inTurn<T>(signal: AbortSignal, make: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const before = last;
  const over = Promise.withResolvers<void>();
  last = before.then(() => over.promise);
  const gone = Promise.withResolvers<never>();
  const leave = () => gone.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    await Promise.race([before, gone.promise]);
    return await make();
  } finally {
    signal.removeEventListener('abort', leave);
    over.resolve();
  }
}
