import { revisions } from '@mobilise/db/schema/items';
import { assets } from '@mobilise/db/schema/media';
import { filesQueue, jobOptions, renderQueues } from '@mobilise/db/work-queues';
import { and, eq, inArray, sql } from 'drizzle-orm';
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

/**
 * Asks for the files of an approved episode or video to be made once the scope's transaction commits: until then its posts are held.
 * Nothing happens where they are there, on their way, or where `kind` has none.
 */
export async function requestFiles(
  scope: Scope,
  jobs: Jobs,
  { revisionId, kind }: { revisionId: string; kind: string },
): Promise<void> {
  if (kind !== 'episode' && kind !== 'video') return;
  const wanted = await scope.db
    .update(revisions)
    .set({ files: 'wanted', filesFailure: null, filesProgress: null })
    .where(and(eq(revisions.id, revisionId), inArray(revisions.files, ['none', 'failed'])))
    .returning({ id: revisions.id });
  if (wanted.length === 0) return;
  const options = jobOptions(revisionId, { alone: kind === 'video' });
  await jobs.send(filesQueue, { revisionId }, { ...options, db: fromDrizzle(scope.db, sql) });
}
