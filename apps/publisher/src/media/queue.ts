import type { FailureCode } from '@mobilise/contracts/making-failures';
import { queueDatabase } from '@mobilise/db/queue';
import { createWorkQueues, type Subject, type Work, workQueues } from '@mobilise/db/work-queues';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, type Job, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Publisher } from '../publisher.ts';
import { renderAsset } from './render.ts';

/** Seconds between looks at the queue; a notification wakes the worker at once, this is only the safety net. */
const poll = 30;
/** Seconds between looks for jobs whose publisher has gone silent. */
const watch = 10;
/** Seconds between two signs of life of a job: four in a row may be lost before it is taken for dead (`heartbeatSeconds`). */
const beat = 3;

/** One try at a job: whether it is the last, what ends it early, and whether this publisher is ending. */
export interface Try {
  last: boolean;
  signal?: AbortSignal;
  ending?: AbortSignal;
}

/** What a piece of work comes to that failed for good and has no row to say so in: the job keeps it, and the API reads it there. */
export interface Failed {
  /** As a sentence. */
  failure: string;
  failureCode: FailureCode;
}

/** What is done for the key that a job names. It may be done again at any time; what it throws is worth another try. */
type Run = (publisher: Publisher, id: string, attempt: Try, request: Request) => Promise<unknown>;

/** What is done by what a job is about; what it needs is loaded when the first comes. */
const runs: Record<Subject, Run> = {
  assetId: renderAsset,
  revisionId: async (publisher, id, attempt) => (await import('./make-files.ts')).makeFiles(publisher, id, attempt),
  audiogram: async (publisher, key, attempt) =>
    (await import('./audiograms.ts')).makeAudiogram(publisher, key, attempt),
  spokenIn: async (publisher, id, attempt) => (await import('./transcribe.ts')).transcribe(publisher, id, attempt),
  importId: async (...args) => (await import('./shows/import-show.ts')).importShow(...args),
};

/** Asks for work; `gently` has it done after all else that waits. */
export type Request = (work: Work, options?: { gently?: boolean }) => Promise<void>;

export interface Queues {
  start: () => Promise<void>;
  request: Request;
  /** Waits for the jobs at hand, which are told to end. */
  stop: () => Promise<void>;
}

/**
 * Works through the jobs that are safe to retry. On the publisher's own few connections, one job of a queue at a time, woken by
 * notification, so that a quiet queue costs next to nothing. `errands` are queues of small things, each job
 * with what it is about as its `subject`.
 */
export function createQueues(
  publisher: Publisher,
  errands: Record<string, (publisher: Publisher, subject: string) => Promise<void>> = {},
): Queues {
  const ending = new AbortController();
  const started = Promise.withResolvers<PgBoss>();
  let boss: PgBoss | undefined;
  const request: Request = async ({ options, ...work }, { gently = false } = {}) => {
    const sender = await started.promise;
    await sender.send({ ...work, options: { ...options, ...(gently && { priority: -1 }) } });
  };
  return {
    start: async () => {
      boss = createBoss(publisher);
      await boss.start();
      await createWorkQueues(boss);
      for (const queue of Object.keys(workQueues))
        await workOn(
          publisher,
          boss,
          queue,
          (about, key, attempt) => runs[about](publisher, key, attempt, request),
          ending.signal,
        );
      for (const [name, run] of Object.entries(errands)) await runErrands(publisher, boss, name, run);
      started.resolve(boss);
    },
    request,
    stop: async () => {
      ending.abort(new Error('The publisher is ending'));
      await boss?.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

function createBoss(publisher: Publisher): PgBoss {
  const boss = new PgBoss({
    db: queueDatabase(publisher.sql, fromDrizzle(publisher.db, raw)),
    schedule: false,
    // The table of publishers says who lives.
    registerInstance: false,
    useListenNotify: true,
    superviseIntervalSeconds: watch,
    monitorIntervalSeconds: watch,
    maintenanceIntervalSeconds: 3600,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => publisher.log.error({ error }, 'The job queue reported an error'));
  return boss;
}

async function workOn(
  { log }: Pick<Publisher, 'log'>,
  boss: PgBoss,
  queue: string,
  run: (about: Subject, key: string, attempt: Try) => Promise<unknown>,
  ending: AbortSignal,
): Promise<void> {
  const work = async ({ data, retryCount, retryLimit, retryDelay, output, signal }: JobWithMetadata<Work['data']>) => {
    const about = Object.keys(data).find((name): name is Subject => Object.hasOwn(runs, name));
    if (!about) return undefined;
    const job = { queue, [about]: data[about], attempt: retryCount + 1 };
    // Also where nobody could say so: the publisher that had it was killed, or was not heard of for too long.
    if (retryCount > 0) log.warn({ ...job, before: output }, 'Begun again');
    try {
      return await run(about, String(data[about]), { last: retryCount >= retryLimit, signal, ending });
    } catch (error) {
      if (!ending.aborted)
        log.warn({ ...job, error }, 'Could not be done; it is tried again while there are tries left');
      // When it may be tried again at the latest; nobody notifies of that.
      const longest = retryDelay * 2 ** (retryCount + 1) * 1000;
      setTimeout(() => boss.notifyWorker(worker), longest).unref();
      throw error;
    }
  };
  const worker: string = await boss.work(
    queue,
    {
      batchSize: 1,
      pollingIntervalSeconds: poll,
      notifyPollingIntervalSeconds: poll,
      heartbeatRefreshSeconds: beat,
      includeMetadata: true,
    },
    async ([job]: JobWithMetadata<Work['data']>[]) => {
      try {
        // Batches are of one: what it answers is the answer of its job.
        return job && (await work(job));
      } finally {
        // What waits follows at once instead of after the next look; pg-boss bursts only with larger batches.
        boss.notifyWorker(worker);
      }
    },
  );
}

async function runErrands(
  publisher: Publisher,
  boss: PgBoss,
  name: string,
  run: (publisher: Publisher, subject: string) => Promise<void>,
): Promise<void> {
  // A mail server may be away for a night: tried for half a day, ever more rarely.
  const patient = { retryLimit: 10, retryDelay: 30, retryBackoff: true, expireInSeconds: 120, notify: true };
  await boss.createQueue(name, patient);
  await boss.updateQueue(name, patient);
  const errand: string = await boss.work(
    name,
    { batchSize: 1, pollingIntervalSeconds: poll, notifyPollingIntervalSeconds: poll },
    async (jobs: Job<{ subject: string }>[]) => {
      try {
        for (const { data } of jobs) await run(publisher, data.subject);
      } finally {
        boss.notifyWorker(errand);
      }
    },
  );
}
