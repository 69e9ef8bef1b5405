import type { Item } from '@mobilise/contracts/items';
import { mayBeMadeAgain, refusedAgain, stoppedBy } from '@mobilise/contracts/making-failures';
import { Problem } from '@mobilise/contracts/problems';
import { revisions } from '@mobilise/db/schema/items';
import { and, desc, eq, sql } from 'drizzle-orm';
import { wantFiles } from '../revision-files.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';

/**
 * Asks once more for the files of an item that could not be made, of every revision. Problems: `not_found`, `wrong_state` where none
 * failed, or each of them for what it is to be made from.
 */
export function makeFilesAgain(scope: Scope, id: string): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    const { kind, title } = await lockItem(scope, id);
    const failed = await scope.db
      .select({
        id: revisions.id,
        content: revisions.content,
        failure: revisions.filesFailure,
        failureCode: revisions.filesFailureCode,
      })
      .from(revisions)
      .where(and(eq(revisions.itemId, id), eq(revisions.files, 'failed')))
      .orderBy(desc(revisions.number));
    const [newest] = failed;
    if (!newest) throw new Problem('wrong_state', 'None of its files failed, so there is nothing to make again.');
    const again = failed.filter(mayBeMadeAgain);
    if (again.length === 0) throw new Problem('wrong_state', refusedAgain(newest.failure));
    for (const { id, content } of again) await wantFiles(scope, { id, content, kind });
    await record(scope, { action: 'files asked for', noun: 'items', id, subject: title });
    return getItem(scope, id);
  });
}

/**
 * Stops the making of the files of an item, of every revision. The publisher that is at it hears of it when this is committed; what it
 * has made stays. Posts that wait for them go on waiting. Problems: `not_found`, `wrong_state` where none are being made.
 */
export function cancelFiles(scope: Scope, id: string): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    const { title } = await lockItem(scope, id);
    const stopped = await scope.db
      .update(revisions)
      .set({
        files: 'failed',
        filesProgress: null,
        filesFailure: stoppedBy(scope.actor.name),
        filesFailureCode: 'stopped',
      })
      .where(and(eq(revisions.itemId, id), eq(revisions.files, 'wanted')))
      .returning({ id: revisions.id });
    if (stopped.length === 0)
      throw new Problem('wrong_state', 'None of its files are being made, so nothing can be stopped.');
    for (const revision of stopped) await scope.db.execute(sql`select pg_notify('renders', ${revision.id})`);
    await record(scope, { action: 'files stopped', noun: 'items', id, subject: title });
    return getItem(scope, id);
  });
}
