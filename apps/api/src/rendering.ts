import { sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Scope } from './scope.ts';

/** The part of the job queue that rules need. */
export type Jobs = Pick<PgBoss, 'send'>;

/** Asks for the renditions of an asset to be made, or made again, once the scope's transaction commits. */
export async function requestRenditions(scope: Scope, jobs: Jobs, assetId: string): Promise<void> {
  await jobs.send('render-asset', { assetId }, { db: fromDrizzle(scope.db, sql) });
}
