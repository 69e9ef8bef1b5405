import type { Logger } from 'pino';

export interface Flushing {
  /** Writes what was counted; what could not be written is kept for the next time. Throws what the database threw. */
  flush: () => Promise<void>;
  /** Stops the clock and flushes; a failure is logged, because nothing comes after it. */
  drain: () => Promise<void>;
}

/** Has `write` run every so many milliseconds, one run after the other. `what` is what it writes, in the plural. */
export function flushing(
  write: () => Promise<void>,
  { log, every, what }: { log: Logger; every: number; what: string },
): Flushing {
  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    const next = writing.then(write);
    writing = next.catch(() => undefined);
    return next;
  };
  const timer = setInterval(() => {
    flush().catch((error: unknown) =>
      log.warn({ error }, `${what} could not be written; they are kept for the next time`),
    );
  }, every);
  timer.unref();
  return {
    flush,
    drain: async () => {
      clearInterval(timer);
      await flush().catch((error: unknown) =>
        log.error({ error }, `The last of ${what.toLowerCase()} could not be written`),
      );
    },
  };
}
