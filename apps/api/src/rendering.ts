import { assets } from '@mobilise/db/schema/media';
import { renderWork, type Work } from '@mobilise/db/work-queues';
import { and, eq, sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Scope } from './scope.ts';

/** The part of the job queue that rules need. */
export type Jobs = Pick<PgBoss, 'send'>;

/** Asks for work once the scope's transaction commits. */
export async function ask({ db }: Scope, jobs: Jobs, { name, data, options }: Work): Promise<void> {
  await jobs.send(name, data, { ...options, db: fromDrizzle(db, sql) });
}

/** Asks for the renditions of an asset to be made, or made again, once the scope's transaction commits. */
export async function requestRenditions(scope: Scope, jobs: Jobs, assetId: string): Promise<void> {
  const [asset] = await scope.db
    .select({ kind: assets.kind })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, assetId)));
  if (!asset) return;
  await ask(scope, jobs, renderWork(asset.kind, assetId));
}
