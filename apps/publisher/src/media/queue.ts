import { queueDatabase } from '@mobilise/db/queue';
import {
  audiogramQueue,
  createWorkQueues,
  filesQueue,
  importQueue,
  jobOptions,
  renderQueues,
  transcribeQueue,
  type WorkQueue,
} from '@mobilise/db/work-queues';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, type Job, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Publisher } from '../publisher.ts';
import { renderAsset } from './render.ts';

/** Seconds between looks at the queue; a notification wakes the worker at once, this is only the safety net. */
const poll = 30;
/** Seconds between looks for jobs whose publisher has gone silent. */
const watch = 10;

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
}

/** What is done for the id that a job names. It may be done again at any time; what it throws is worth another try. */
type Run = (publisher: Publisher, id: string, attempt: Try, request: Request) => Promise<unknown>;

/** What each queue is for, one job at a time in each process; what a job needs is loaded when the first comes. */
const work: Partial<Record<WorkQueue, Run>> = {
  [renderQueues.image]: renderAsset,
  [renderQueues.audio]: renderAsset,
  [renderQueues.video]: renderAsset,
  [filesQueue]: async (publisher, id, attempt) => (await import('./make-files.ts')).makeFiles(publisher, id, attempt),
  [audiogramQueue]: async (publisher, key, attempt) =>
    (await import('./audiograms.ts')).makeAudiogram(publisher, key, attempt),
  [transcribeQueue]: async (publisher, id, attempt) =>
    (await import('./transcribe.ts')).transcribe(publisher, id, attempt),
  [importQueue]: async (...args) => (await import('./shows/import-show.ts')).importShow(...args),
};

/** Asks for a job: `id` names what it is about, `kind` of an upload or item decides whether it runs alone in the installation. */
export type Request = (queue: WorkQueue, id: string, options?: { kind?: string; gently?: boolean }) => Promise<void>;

export interface Queues {
  start: () => Promise<void>;
  request: Request;
  /** Waits for the jobs at hand, which are told to end. */
  stop: () => Promise<void>;
}

const subjects: Record<WorkQueue, string> = {
  [renderQueues.image]: 'assetId',
  [renderQueues.audio]: 'assetId',
  [renderQueues.video]: 'assetId',
  [filesQueue]: 'revisionId',
  [audiogramQueue]: 'audiogram',
  [transcribeQueue]: 'assetId',
  [importQueue]: 'importId',
};

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
  const request: Request = async (queue, id, { kind, gently = false } = {}) => {
    const sender = await started.promise;
    const options = { ...jobOptions(id, { alone: kind === 'video' }), ...(gently && { priority: -1 }) };
    await sender.send(queue, { [subjects[queue]]: id }, options);
  };
  return {
    start: async () => {
      boss = createBoss(publisher);
      await boss.start();
      await createWorkQueues(boss);
      for (const [queue, run] of Object.entries(work))
        await workOn(boss, queue, (id, attempt) => run(publisher, id, attempt, request), ending.signal);
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
  boss: PgBoss,
  queue: string,
  run: (id: string, attempt: Try) => Promise<unknown>,
  ending: AbortSignal,
): Promise<void> {
  const worker: string = await boss.work(
    queue,
    {
      batchSize: 1,
      pollingIntervalSeconds: poll,
      notifyPollingIntervalSeconds: poll,
      includeMetadata: true,
      // Jobs that name no group do not count; films do, and one of a queue is enough for an installation.
      groupConcurrency: 1,
    },
    async (jobs: JobWithMetadata<Record<string, string>>[]) => {
      try {
        for (const { data, retryCount, retryLimit, signal } of jobs) {
          const id = data[subjects[queue as WorkQueue]];
          // Batches are of one: what it answers is the answer of its job.
          if (id) return await run(id, { last: retryCount >= retryLimit, signal, ending });
        }
        return undefined;
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
