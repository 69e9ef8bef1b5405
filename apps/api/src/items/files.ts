import type { Item } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import { revisions } from '@mobilise/db/schema/items';
import { and, eq } from 'drizzle-orm';
import { wantFiles } from '../revision-files.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';

/** Asks once more for the files of an item that could not be made, of every revision. Problems: `not_found`, `wrong_state` where none failed. */
export function makeFilesAgain(scope: Scope, id: string): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    const { kind, title } = await lockItem(scope, id);
    const failed = await scope.db
      .select({ id: revisions.id, content: revisions.content })
      .from(revisions)
      .where(and(eq(revisions.itemId, id), eq(revisions.files, 'failed')));
    if (failed.length === 0)
      throw new Problem('wrong_state', 'None of its files failed, so there is nothing to make again.');
    for (const revision of failed) await wantFiles(scope, { ...revision, kind });
    await record(scope, { action: 'files asked for', noun: 'items', id, subject: title });
    return getItem(scope, id);
  });
}
