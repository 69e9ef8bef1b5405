import { setTimeout as wait } from 'node:timers/promises';
import { isConnectionError } from '@mobilise/db/connect';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';

/** Duties by cron expression, with seconds. */
export type Table = Record<string, Record<string, () => Promise<unknown>>>;

/** Milliseconds between tries of something without which nothing can start. */
const pause = 1000;

/** Calls the duties at their times, never one over itself. What fails is logged and done again next time. Answers the way to stop. */
export function startTable(log: Logger, table: Table): () => void {
  let away = false;
  const guarded = (name: string, duty: () => Promise<unknown>) => {
    let busy = false;
    return async () => {
      if (busy) return;
      busy = true;
      try {
        await duty();
        if (away) log.info('The database is back');
        away = false;
      } catch (error) {
        if (!isConnectionError(error)) log.error({ error, duty: name }, 'A duty failed; it is done again next time');
        else if (!away) log.warn({ error, duty: name }, 'The database cannot be reached; trying again');
        if (isConnectionError(error)) away = true;
      } finally {
        busy = false;
      }
    };
  };
  const tasks = Object.entries(table).flatMap(([expression, duties]) =>
    Object.entries(duties).map(([name, duty]) =>
      schedule(expression, guarded(name, duty), { name, suppressMissedWarning: true }),
    ),
  );
  return () => {
    for (const task of tasks) void task.stop();
  };
}

/** Tries until it works: a database that is still starting is no reason to end. */
export async function eventually<T>(log: Logger, what: string, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      log.warn({ error }, `${what} did not work; trying again`);
      await wait(pause);
    }
  }
}
