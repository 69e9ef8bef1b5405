import {
  type Correction,
  type CorrectionSummary,
  isCounted,
  isLeft,
  type ListedCorrection,
} from '@mobilise/contracts/corrections';
import { newId } from '@mobilise/contracts/new-id';
import { withPart } from '@mobilise/contracts/part-name';
import { Problem } from '@mobilise/contracts/problems';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { corrections } from '@mobilise/db/schema/post-changes';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { outRows, stepsOf } from './steps.ts';

/** The corrections of an item, the newest first, with the channels where something is left to do. Problem `not_found`. */
export async function listCorrections(scope: Scope, itemId: string): Promise<{ data: ListedCorrection[] }> {
  await titleOf(scope, itemId);
  const all = await summaries(scope, eq(corrections.itemId, itemId));
  const listed = async (correction: CorrectionSummary) => {
    const steps = await stepsOf(scope, correction);
    const names = steps
      .filter(isLeft)
      .map(({ channelName, channelKind, content: { part } }) => withPart(channelName, { channelKind, part }));
    return { ...correction, posts: steps.filter(isCounted).length, left: names };
  };
  return { data: await Promise.all(all.map(listed)) };
}

/** Begins a correction of an item that is out. Problems: `not_found`, `wrong_state` when nothing of it is out. */
export function startCorrection(
  scope: Scope,
  itemId: string,
  { statement }: { statement: string },
): Promise<Correction> {
  return inTransaction(scope, async (scope) => {
    const title = await titleOf(scope, itemId);
    if ((await outRows(scope, itemId, null)).length === 0)
      throw new Problem('wrong_state', 'Nothing of this item is out, so there is nothing to correct. Edit the item.');
    const id = newId();
    await scope.db.insert(corrections).values({
      id,
      workspaceId: scope.workspaceId,
      itemId,
      statement,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      by: scope.actor.name,
    });
    await record(scope, {
      action: 'began a correction of',
      noun: 'items',
      id: itemId,
      subject: title,
      reason: statement,
      detail: { correction: id },
    });
    return getCorrection(scope, id);
  });
}

/** A correction, and how it stands on every channel. Problem `not_found`. */
export async function getCorrection(scope: Scope, id: string): Promise<Correction> {
  const [summary] = await summaries(scope, eq(corrections.id, id));
  if (!summary) throw noCorrection();
  const steps = await stepsOf(scope, summary);
  const [item] = await scope.db
    .select({
      title: items.title,
      newestRevision: items.revision,
      approvedRevision: sql<number | null>`(select max(r.number) from ${revisions} r
        join ${approvals} a on a.revision_id = r.id where r.item_id = ${summary.itemId})`,
    })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, summary.itemId)));
  if (!item) throw noCorrection();
  return { ...summary, ...item, steps };
}

/** Changes the public sentence. Problems: `not_found`, `stale_version`. */
export function updateCorrection(
  scope: Scope,
  id: string,
  { version, statement }: { version: number; statement: string },
): Promise<Correction> {
  return inTransaction(scope, async (scope) => {
    const mine = and(eq(corrections.workspaceId, scope.workspaceId), eq(corrections.id, id));
    const [before] = await scope.db.select().from(corrections).where(mine).for('update');
    if (!before) throw noCorrection();
    sameVersionOrThrow(version, { version: before.version }, 'correction');
    if (statement !== before.statement) {
      await scope.db
        .update(corrections)
        .set({ statement, version: before.version + 1 })
        .where(mine);
      await record(scope, {
        action: 'changed the correction of',
        noun: 'items',
        id: before.itemId,
        subject: await titleOf(scope, before.itemId),
        reason: statement,
        detail: { correction: id, was: before.statement },
      });
    }
    return getCorrection(scope, id);
  });
}

function summaries(scope: Scope, which: SQL): Promise<CorrectionSummary[]> {
  const { id, itemId, statement, by, createdAt, version } = corrections;
  return jsonRows<CorrectionSummary>(
    scope.db,
    sql`select ${id} as "id", ${itemId} as "itemId", ${statement} as "statement", ${by} as "by", ${createdAt} as "createdAt", ${version} as "version"
      from ${corrections} where ${and(eq(corrections.workspaceId, scope.workspaceId), which)} order by ${createdAt} desc, ${id} desc`,
  );
}

async function titleOf(scope: Scope, itemId: string): Promise<string> {
  const [item] = await scope.db
    .select({ title: items.title })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, itemId)));
  if (!item) throw new Problem('not_found', 'There is no such item in this workspace.');
  return item.title;
}

const noCorrection = () => new Problem('not_found', 'There is no such correction in this workspace.');
