import { assets } from '@mobilise/db/schema/media';
import { jobOptions, renderQueues } from '@mobilise/db/work-queues';
import { and, eq, sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Scope } from './scope.ts';

/** The part of the job queue that rules need. */
export type Jobs = Pick<PgBoss, 'send'>;

/** Asks for the renditions of an asset to be made, or made again, once the scope's transaction commits. */
export async function requestRenditions(scope: Scope, jobs: Jobs, assetId: string): Promise<void> {
  const [asset] = await scope.db
    .select({ kind: assets.kind })
    .from(assets)
    .where(and(eq(assets.workspaceId, scope.workspaceId), eq(assets.id, assetId)));
  if (!asset) return;
  const options = jobOptions(assetId, { alone: asset.kind === 'video' });
  await jobs.send(renderQueues[asset.kind], { assetId }, { ...options, db: fromDrizzle(scope.db, sql) });
}
