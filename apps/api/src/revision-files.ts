import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { revisions } from '@mobilise/db/schema/items';
import { filesQueue, jobOptions } from '@mobilise/db/work-queues';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Scope } from './scope.ts';

/**
 * What an approval asks for, in its transaction: that the files of a revision are made from its recordings. Its posts are held until
 * they are there. A revision without recordings, or whose files are there or under way, stays as it is; what failed is tried again.
 */
export async function wantFiles(
  scope: Scope,
  { id, kind, content }: { id: string; kind: ItemKind; content: ItemContent },
): Promise<void> {
  if (kindOf(kind).recordings(content).length === 0) return;
  const wanted = await scope.db
    .update(revisions)
    .set({ files: 'wanted', filesProgress: null, filesFailure: null })
    .where(and(eq(revisions.id, id), inArray(revisions.files, ['none', 'failed'])))
    .returning({ id: revisions.id });
  if (wanted.length === 0) return;
  // A queue of the transaction's own connection, without workers or timers: whoever approves need not be handed the process's one.
  const jobs = new PgBoss({ db: fromDrizzle(scope.db, sql), supervise: false, schedule: false });
  await jobs.send(filesQueue, { revisionId: id }, jobOptions(id, { alone: kind === 'video' }));
}
