import { type FailureCode, ourFaults } from '@mobilise/contracts/making-failures';
import type { WorkQueue } from '@mobilise/db/work-queues';
import { type SQL, sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Scope } from './scope.ts';

/** The part of the job queue that asks for work, and takes back what was asked for. */
export type Jobs = Pick<PgBoss, 'send' | 'cancel' | 'deleteJob'>;

/** How a piece of work stands that somebody asked for. */
export interface Work {
  id: string;
  key: string;
  state: 'waiting' | 'making' | 'done' | 'failed' | 'cancelled';
  /** Why it failed, as a sentence. */
  failure: string | null;
  failureCode: FailureCode | null;
}

const states: Record<string, Work['state']> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'making',
  failed: 'failed',
  cancelled: 'cancelled',
};

/**
 * The jobs of a queue that `which` chooses by `singleton_key`, the newest first. What is over is known for a week, as long as
 * pg-boss keeps it. The caller has found the keys to be of the scope's workspace.
 */
export async function workOf({ db }: Scope, queue: WorkQueue, which: SQL): Promise<Work[]> {
  const rows = await db.execute<Pick<Work, 'id' | 'key' | 'failure' | 'failureCode'> & { state: string }>(sql`
    select id, singleton_key as key, state::text, output->>'failure' as failure, output->>'failureCode' as "failureCode" from pgboss.job
    where name = ${queue} and ${which} order by created_on desc, id desc`);
  return rows.map(({ id, key, state, failure, failureCode }) => {
    const ending = failure === null ? 'done' : 'failed';
    const stands = states[state] ?? ending;
    if (stands !== 'failed') return { id, key, state: stands, failure: null, failureCode: null };
    const why =
      failure === null ? { failure: ourFaults.work, failureCode: 'fault' as const } : { failure, failureCode };
    return { id, key, state: stands, ...why };
  });
}

export const isUnderWay = ({ state }: Pick<Work, 'state'>): boolean => state === 'waiting' || state === 'making';

/** Takes back what waits, and tells whoever is at it; `name` is how the publisher calls a piece of work. */
export async function stopWork(
  { db }: Scope,
  jobs: Jobs,
  queue: WorkQueue,
  work: readonly Work[],
  name: (key: string) => string,
): Promise<void> {
  const running = work.filter(isUnderWay);
  if (running.length === 0) return;
  await jobs.cancel(
    queue,
    running.map(({ id }) => id),
    { db: fromDrizzle(db, sql) },
  );
  for (const { key } of running) await db.execute(sql`select pg_notify('renders', ${name(key)})`);
}
