import { queueDatabase } from '@mobilise/db/queue';
import { sql as raw } from 'drizzle-orm';
import { fromDrizzle, type Job, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Publisher } from '../publisher.ts';
import { renderAsset, renderQueue } from './render.ts';

/** Seconds between looks at the queue; a notification wakes the worker at once, this is only the safety net. */
const poll = 30;

/**
 * Works through the jobs that are safe to retry. On the publisher's own few connections, one picture at a time, woken by
 * notification, so that a quiet queue costs next to nothing. `errands` are queues of small things, each job
 * with what it is about as its `subject`. Resolves with the way to stop: it waits for the job at hand.
 */
export async function workQueues(
  publisher: Publisher,
  errands: Record<string, (publisher: Publisher, subject: string) => Promise<void>> = {},
): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({
    db: queueDatabase(publisher.sql, fromDrizzle(publisher.db, raw)),
    schedule: false,
    // The table of publishers says who lives.
    registerInstance: false,
    useListenNotify: true,
    superviseIntervalSeconds: 300,
    maintenanceIntervalSeconds: 3600,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => publisher.log.error({ error }, 'The job queue reported an error'));
  await boss.start();
  const options = { retryLimit: 4, retryDelay: 5, retryBackoff: true, expireInSeconds: 600, notify: true };
  await boss.createQueue(renderQueue, options);
  // The API may have made the queue first, without these.
  await boss.updateQueue(renderQueue, options);
  const ending = new AbortController();
  const worker: string = await boss.work(
    renderQueue,
    { batchSize: 1, pollingIntervalSeconds: poll, notifyPollingIntervalSeconds: poll, includeMetadata: true },
    async (jobs: JobWithMetadata<{ assetId: string }>[]) => {
      try {
        for (const { data, retryCount, retryLimit } of jobs) {
          await renderAsset(publisher, data.assetId, { last: retryCount >= retryLimit, signal: ending.signal });
        }
      } finally {
        // What waits follows at once instead of after the next look; pg-boss bursts only with larger batches.
        boss.notifyWorker(worker);
      }
    },
  );
  for (const [name, run] of Object.entries(errands)) {
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
  return {
    stop: async () => {
      ending.abort();
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}
