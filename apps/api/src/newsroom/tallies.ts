import type { Db } from '@mobilise/db/connect';
import type { Logger } from 'pino';
import { createDaySalt } from './day-salt.ts';

export interface Flushing {
  /** Writes what was counted; what could not be written is kept for the next time. Throws what the database threw. */
  flush: () => Promise<void>;
  /** Stops the clock and flushes; a failure is logged, because nothing comes after it. */
  drain: () => Promise<void>;
}

/** What counting needs; tests give the time, and flush when they want to. */
export interface Counting {
  db: Db;
  log: Logger;
  now?: () => Date;
  /** Milliseconds between two flushes. */
  every?: number;
}

/** Tallies held between two flushes; beyond, while the database is away, nothing new is counted. */
const most = 200_000;

/**
 * Adds tallies up in memory, those of one key to one, and has them written every second, one run after the other. `saltOf` calls
 * back with the salt of a day, where it can be read.
 */
export function createTallies<T>(
  { db, log, every = 1000 }: Counting,
  {
    what,
    keyOf,
    join,
    write,
  }: {
    /** What is counted, in the plural. */
    what: string;
    keyOf: (tally: T) => string;
    join: (before: T, more: T) => T;
    /** Gets them in one order everywhere, so that two processes never wait for each other. */
    write: (tallies: T[]) => Promise<unknown>;
  },
): Flushing & { add: (tally: T) => void; saltOf: (day: string, run: (salt: string) => void) => void } {
  const salt = createDaySalt({ db, log });
  let pending = new Map<string, T>();
  let writing: Promise<void> = Promise.resolve();

  const add = (tally: T): void => {
    const key = keyOf(tally);
    const before = pending.get(key);
    if (before === undefined && pending.size >= most) return;
    pending.set(key, before === undefined ? tally : join(before, tally));
  };
  const run = async (): Promise<void> => {
    await salt.settled();
    if (pending.size === 0) return;
    const batch = [...pending].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
    pending = new Map();
    try {
      await write(batch);
    } catch (error) {
      for (const tally of batch) add(tally);
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    const next = writing.then(run);
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
    add,
    saltOf: salt.use,
    flush,
    drain: async () => {
      clearInterval(timer);
      await flush().catch((error: unknown) =>
        log.error({ error }, `The last of ${what.toLowerCase()} could not be written`),
      );
    },
  };
}
