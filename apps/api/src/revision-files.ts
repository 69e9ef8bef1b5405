import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { revisions } from '@mobilise/db/schema/items';
import { audiogramIn, audiogramWork, filesWork } from '@mobilise/db/work-queues';
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
    .set({ files: 'wanted', filesProgress: null, filesFailure: null, filesFailureCode: null })
    .where(and(eq(revisions.id, id), inArray(revisions.files, ['none', 'failed'])))
    .returning({ id: revisions.id });
  if (wanted.length > 0) await queueOf(scope).send(filesWork(kind, id));
}

/**
 * Asks for the files of a show's episodes anew, because its cover is in them where they have none of their own: of what waits to go out, and of each newest revision,
 * which may go out later, also one that was taken down. What is out keeps the files that it went out with. Audiograms are made anew of
 * every revision: they are for people to take, and the next who does is to have the new one.
 */
export async function wantCovers(scope: Scope, showId: string): Promise<void> {
  const rows = await scope.db.execute<{ id: string }>(sql`
    update revisions r set files = 'wanted', files_progress = null, files_failure = null, files_failure_code = null
    from items i
    where r.files = 'ready' and r.item_id = i.id and i.show_id = ${showId} and i.workspace_id = ${scope.workspaceId}
      and r.content #>> '{artwork,assetId}' is null
      and (r.id = i.revision_id
        or exists (select from posts p where p.revision_id = r.id and p.state in ('draft', 'scheduled', 'held')))
      and not exists (select from posts p where p.revision_id = r.id and p.state not in ('draft', 'scheduled', 'held', 'cancelled', 'failed', 'removed'))
    returning r.id`);
  for (const { id } of rows) await queueOf(scope).send(filesWork('episode', id));
  const drawn = await scope.db.execute<Parameters<typeof audiogramIn>[0]>(sql`
    select f.revision_id as "revisionId", f.width, f.height, f.recipe
    from revision_files f join revisions r on r.id = f.revision_id join items i on i.id = r.item_id
    where f.purpose = 'audiogram' and i.show_id = ${showId} and i.workspace_id = ${scope.workspaceId}
      and r.content #>> '{artwork,assetId}' is null`);
  for (const file of drawn) {
    const { options, ...work } = audiogramWork(audiogramIn(file));
    // What somebody waits for goes first.
    await queueOf(scope).send({ ...work, options: { ...options, priority: -1 } });
  }
}

/** A queue of the transaction's own connection, without workers or timers: whoever asks need not be handed the process's one. */
const queueOf = (scope: Scope) => new PgBoss({ db: fromDrizzle(scope.db, sql), supervise: false, schedule: false });
