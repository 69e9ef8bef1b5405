import { setTimeout as wait } from 'node:timers/promises';
import { isConnectionError } from '@mobilise/db/connect';
import type { Publisher } from '../publisher.ts';
import { noteHealth, type Sign } from './health.ts';
import type { Settlement } from './retry.ts';
import { settle } from './settle.ts';

/** Most results written by one statement. */
const largestGroup = 500;
/** Milliseconds between tries while the database is away. */
const pause = 250;

/** What its log line says beside the result. */
interface About {
  channel: string;
  attempt: number;
}

/** Collects results of sends and writes them in groups. */
export interface Settler {
  add: (result: Settlement, sign: Sign | null, about: About) => void;
  /** Resolves when everything added so far is written. */
  flushed: () => Promise<void>;
  /** The same at the end of the process: gives up `patience` milliseconds after being asked. */
  drain: (patience: number) => Promise<void>;
}

/**
 * Writes each result at once when nothing is being written, and else together with whatever arrives in the meantime: a
 * single post is never kept waiting, and a thousand take a few statements. A result is kept until it is written; the
 * database may be away for as long as it likes.
 */
export function createSettler(publisher: Publisher): Settler {
  const { log, sql } = publisher;
  const waiting: { result: Settlement; sign: Sign | null; about: About }[] = [];
  let writing: Promise<void> | null = null;
  let givenUp = false;

  /** A channel's health is told again by its next send; only a database that is away concerns the results too. */
  const unlessAway = (error: unknown) => {
    if (isConnectionError(error)) throw error;
    log.warn({ error }, 'Channel health was not written');
  };
  const write = async (group: typeof waiting) => {
    const signs = group.flatMap(({ sign }) => (sign ? [sign] : []));
    // A channel that needs a person is marked first, or its posts would be claimed again at once.
    await noteHealth(
      publisher,
      signs.filter(({ error }) => error),
    ).catch(unlessAway);
    const written = new Set(
      await settle(
        publisher,
        sql,
        group.map(({ result }) => result),
      ),
    );
    for (const { result, about } of group) {
      const { id, state, outcome, message } = result;
      if (written.has(id)) log.info({ post: id, ...about, outcome, state, ...(message && { message }) }, 'Settled');
      else
        log.warn(
          { post: id, ...about, outcome },
          'Somebody else took this post in the meantime; the result was not written',
        );
    }
    await noteHealth(
      publisher,
      signs.filter(({ error }) => !error),
    ).catch(unlessAway);
  };

  const writeAll = async () => {
    // Whatever is added before this continues goes into the first group.
    await null;
    while (waiting.length > 0 && !givenUp) {
      const group = waiting.splice(0, largestGroup);
      try {
        await write(group);
      } catch (error) {
        log.error({ error, posts: group.map(({ result }) => result.id) }, 'Results could not be written; trying again');
        // One row that the database refuses must not keep the others from being written.
        if (isConnectionError(error)) waiting.unshift(...group);
        else await writeApart(group);
        await wait(pause);
      }
    }
    writing = null;
  };
  const writeApart = async (group: typeof waiting) => {
    for (const one of group) {
      await write([one]).catch((error: unknown) => {
        if (isConnectionError(error)) waiting.push(one);
        // Left in `sending`: the sweep finds it, and the channel is asked.
        else log.error({ error, post: one.result.id, ...one.about }, 'A result was refused by the database');
      });
    }
  };

  return {
    add: (result, sign, about) => {
      waiting.push({ result, sign, about });
      writing ??= writeAll();
    },
    flushed: async () => {
      while (writing) await writing;
    },
    drain: async (patience) => {
      const limit = AbortSignal.timeout(patience);
      while (writing && !limit.aborted) await Promise.race([writing, wait(50)]);
      givenUp = true;
    },
  };
}
