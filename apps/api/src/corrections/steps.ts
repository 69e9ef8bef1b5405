import type { CorrectionStep, CorrectionSummary } from '@mobilise/contracts/corrections';
import { type PostChange, plansFor } from '@mobilise/contracts/post-changes';
import { channels } from '@mobilise/db/schema/channels';
import { revisions } from '@mobilise/db/schema/items';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { eq, sql } from 'drizzle-orm';
import { jsonRows } from '../post-card.ts';
import { changeRows } from '../post-change-rows.ts';
import type { Scope } from '../scope.ts';

/** A post that is out; whether it was when the correction was begun, and the number of the newest revision then. */
type Row = Omit<CorrectionStep, 'plans' | 'change' | 'awaited'> & { wasOut: boolean; newestThen: number };

/** Every post that a correction is about, with what was decided, and whether something has to be. */
export async function stepsOf(
  scope: Scope,
  { id, itemId }: Pick<CorrectionSummary, 'id' | 'itemId'>,
): Promise<CorrectionStep[]> {
  // The newest comes first; one that was dropped decided nothing.
  const changes = (await changeRows(scope, eq(postChanges.correctionId, id))).filter(
    ({ state }) => state !== 'dropped',
  );
  const rows = await outRows(scope, itemId, id);
  const lastWrong = lastWrongIn(rows, changes);
  return partsBehind(shown(rows)).map(({ wasOut, newestThen: _, ...row }) => {
    const isWrong = wasOut || row.revision <= lastWrong;
    /** What was decided about a page holds for the post that takes its place with other words, unless it was to take the page away. */
    const isAbout = (change: PostChange) =>
      change.postId === row.postId || (!isWrong && change.kind !== 'remove' && isOfPage(row, change));
    return {
      ...row,
      plans: plansFor(row.channelKind, row.content.part),
      change: changes.find(isAbout) ?? null,
      awaited: isWrong || rows.some((before) => before.wasOut && isOfPage(row, before)),
    };
  });
}

/** Of a newsroom site, every post of an item is the same page. */
const isOfPage = ({ channelKind, channelId }: Pick<Row, 'channelKind' | 'channelId'>, other: { channelId: string }) =>
  channelKind === 'newsroom' && channelId === other.channelId;

/**
 * The last revision with words that are wrong: the newest when the correction was begun, or the one before that which its edits
 * brought, if the right words had been written by then. What is out and was not edited is not right because an edit brought it too:
 * a site's page may be edited to what it says already, for the note.
 */
function lastWrongIn(rows: readonly Row[], changes: readonly PostChange[]): number {
  const newestThen = rows[0]?.newestThen ?? 0;
  const edits = changes.filter(({ kind, state, content }) => kind === 'edit' && state === 'done' && content === null);
  const isEdited = (row: Row) => edits.some(({ postId }) => postId === row.postId);
  const right = Math.max(0, ...edits.map(({ revision }) => revision ?? 0));
  const left = Math.max(0, ...rows.filter((row) => row.wasOut && !isEdited(row)).map(({ revision }) => revision));
  return right > left ? Math.min(newestThen, right - 1) : newestThen;
}

/**
 * Every post of an item that is out, or about which a correction did something. A post that answers another is part of its
 * conversation and none of its own, unless it goes on what that says. The newest come first, and the site before all, where all the
 * words are.
 */
export function outRows(scope: Scope, itemId: string, correctionId: string | null): Promise<Row[]> {
  return jsonRows<Row>(
    scope.db,
    sql`select ${posts.id} as "postId", ${posts.version} as "postVersion", ${posts.state} as "state",
      ${posts.channelId} as "channelId", ${channels.kind} as "channelKind", ${channels.name} as "channelName",
      ${posts.remoteUrl} as "remoteUrl", ${posts.publishedAt} as "publishedAt", ${revisions.number} as "revision", ${posts.content} as "content",
      coalesce(${posts.publishedAt} <= ${corrections.createdAt}, true) as "wasOut",
      coalesce((select max(r.number) from ${revisions} r where r.item_id = ${posts.itemId} and r.created_at <= ${corrections.createdAt}), 0) as "newestThen"
      from ${posts} join ${channels} on ${channels.id} = ${posts.channelId} join ${revisions} on ${revisions.id} = ${posts.revisionId}
      left join ${corrections} on ${corrections.id} = ${correctionId}::uuid
      where ${posts.workspaceId} = ${scope.workspaceId} and ${posts.itemId} = ${itemId} and ${posts.publishedAt} is not null
        and (${posts.content}->>'replyTo' is null or ${posts.content} ? 'part')
        and (${posts.state} = 'published' or (${posts.state} = 'removed' and exists (
          select from ${postChanges} k where k.post_id = ${posts.id} and k.correction_id = ${correctionId}::uuid)))
      order by ${channels.kind} = 'newsroom' desc, ${posts.publishedAt} desc, ${posts.id} desc`,
  );
}

/** Without those of a newsroom site whose place a later one has taken. */
const shown = (rows: readonly Row[]): Row[] =>
  rows.filter((row, index) => !rows.slice(0, index).some((newer) => isOfPage(row, newer)));

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
