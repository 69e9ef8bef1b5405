import {
  type Correction,
  type CorrectionStep,
  type CorrectionSummary,
  isLeft,
  type ListedCorrection,
} from '@mobilise/contracts/corrections';
import { newId } from '@mobilise/contracts/new-id';
import { withPart } from '@mobilise/contracts/part-name';
import { plansFor } from '@mobilise/contracts/post-changes';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import { changeRows } from '../post-change-rows.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';

/** The corrections of an item, the newest first, with the channels where something is left to do. Problem `not_found`. */
export async function listCorrections(scope: Scope, itemId: string): Promise<{ data: ListedCorrection[] }> {
  await titleOf(scope, itemId);
  const all = await summaries(scope, eq(corrections.itemId, itemId));
  const listed = async (correction: CorrectionSummary) => {
    const steps = await stepsOf(scope, correction);
    const left = steps.filter((step) => isLeft(correction, step));
    const names = left.map(({ channelName, channelKind, content: { part } }) =>
      withPart(channelName, { channelKind, part }),
    );
    return { ...correction, posts: steps.length, left: names };
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
    if ((await stepRows(scope, itemId, null)).length === 0)
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

/** Every post that a correction is about, with what was decided. */
async function stepsOf(scope: Scope, { id, itemId }: CorrectionSummary): Promise<CorrectionStep[]> {
  const changes = await changeRows(scope, eq(postChanges.correctionId, id));
  const steps = await stepRows(scope, itemId, id);
  return steps.map((step) => ({
    ...step,
    plans: plansFor(step.channelKind, step.content.part),
    // The newest comes first; one that was dropped decided nothing.
    change: changes.find(({ postId, state }) => postId === step.postId && state !== 'dropped') ?? null,
  }));
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

type Row = Omit<CorrectionStep, 'plans' | 'change'>;

/**
 * Every post of an item that is out, or about which a correction did something. A post that answers another is part of its
 * conversation and none of its own, unless it goes on what that says; of a newsroom site's posts only the one that it shows is public. The site comes first, where
 * all the words are.
 */
async function stepRows(scope: Scope, itemId: string, correctionId: string | null): Promise<Row[]> {
  const rows = await jsonRows<Row>(
    scope.db,
    sql`select ${posts.id} as "postId", ${posts.version} as "postVersion", ${posts.state} as "state",
      ${posts.channelId} as "channelId", ${channels.kind} as "channelKind", ${channels.name} as "channelName",
      ${posts.remoteUrl} as "remoteUrl", ${posts.publishedAt} as "publishedAt", ${revisions.number} as "revision", ${posts.content} as "content"
      from ${posts} join ${channels} on ${channels.id} = ${posts.channelId} join ${revisions} on ${revisions.id} = ${posts.revisionId}
      where ${posts.workspaceId} = ${scope.workspaceId} and ${posts.itemId} = ${itemId} and ${posts.publishedAt} is not null
        and (${posts.content}->>'replyTo' is null or ${posts.content} ? 'part')
        and (${posts.state} = 'published' or (${posts.state} = 'removed' and exists (
          select from ${postChanges} k where k.post_id = ${posts.id} and k.correction_id = ${correctionId}::uuid)))
      order by ${channels.kind} = 'newsroom' desc, ${posts.publishedAt} desc, ${posts.id} desc`,
  );
  const shown = new Set<string>();
  return partsBehind(
    rows.filter(({ channelKind, channelId }) => {
      if (channelKind !== 'newsroom') return true;
      const isFirst = !shown.has(channelId);
      shown.add(channelId);
      return isFirst;
    }),
  );
}

/** Each part of a thread behind the one that it goes on, as they are read. */
function partsBehind(rows: readonly Row[]): Row[] {
  const ids = new Set(rows.map(({ postId }) => postId));
  const follows = ({ content: { part, replyTo } }: Row) => (part && replyTo && ids.has(replyTo) ? replyTo : null);
  const withParts = (row: Row): Row[] => [
    row,
    ...rows.filter((other) => follows(other) === row.postId).flatMap(withParts),
  ];
  return rows.filter((row) => follows(row) === null).flatMap(withParts);
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
