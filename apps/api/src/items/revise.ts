import { isDeepStrictEqual } from 'node:util';
import { type ItemContent, kindOf } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import { holdWords } from '@mobilise/contracts/post-states';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { and, desc, eq, inArray, lt, ne, type SQL, sql } from 'drizzle-orm';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { announce, type Scope } from '../scope.ts';
import { slugFor } from './address.ts';
import type { LockedItem } from './locks.ts';
import { assetsOrThrow } from './uploads.ts';

/** What a revision keeps; `content` is as its kind defines it. */
export interface Words {
  title: string;
  summary: string;
  content: ItemContent;
}

/** Minutes within which an autosave replaces the one before by the same person, so that the history stays readable. */
const sameSitting = 10;
/** Words that an autosave may lack of the one that it replaces: fewer are mended in passing, more may be missed tomorrow. */
const fewWords = 4;
/** Words of any one state that may be missing from the history, however few were lost at a time: about a sentence. */
const aSentence = 20;

/**
 * Makes words the newest revision of a locked item, in the caller's transaction. Drafts follow it, and so does the address of what
 * was never out, where nobody chose it; posts that wait to go out with an earlier revision are held until it is approved; posts that
 * the publisher has taken keep what they carry.
 * Words equal to the newest revision's change nothing: `number` is null then. Problem `invalid_request` for unknown assets.
 */
export async function revise(
  scope: Scope,
  jobs: Jobs,
  item: LockedItem,
  words: Words,
  origin: 'autosave' | 'restore' | null,
): Promise<{ number: number | null; heldPosts: number }> {
  const used = await assetsOrThrow(scope, item.kind, words.content);
  const newest = await newestRevision(scope, item);
  if (sameWords(words, newest)) {
    await keepDeliberately(scope, newest, origin);
    return { number: null, heldPosts: 0 };
  }
  const revision = { id: newId(), itemId: item.id, number: item.revision + 1, ...words, origin };
  await insertRevision(scope, jobs, item, revision, used);
  await scope.db
    .update(items)
    .set({
      title: words.title,
      slug: await slugFor(scope, item, words.title),
      summary: words.summary,
      thumbAssetId: used[0] ?? null,
      revisionId: revision.id,
      revision: revision.number,
      version: item.version + 1,
      updatedAt: scope.now,
      updatedBy: scope.actor.userId,
    })
    .where(eq(items.id, item.id));
  await moveDrafts(scope, item.id, revision.id);
  const heldPosts = await holdWaiting(scope, item.id, revision);
  if (origin === 'autosave') await dropSuperseded(scope, item.kind, newest, words);
  return { number: revision.number, heldPosts };
}

/** Writes a revision with the assets it uses. The caller points the item at it. */
export async function insertRevision(
  scope: Scope,
  jobs: Jobs,
  item: { id: string; kind: LockedItem['kind'] },
  revision: Words & { id: string; itemId: string; number: number; origin: 'autosave' | 'restore' | null },
  used: readonly string[],
): Promise<void> {
  await scope.db.insert(revisions).values({ ...revision, createdAt: scope.now, createdBy: scope.actor.userId });
  if (used.length === 0) return;
  const fresh = item.kind === 'infographic' ? await notYetArtwork(scope, used) : await notYetCover(scope, revision);
  await scope.db.insert(revisionAssets).values(used.map((assetId) => ({ revisionId: revision.id, assetId })));
  // Artwork is shown whole where a photograph is cropped, and a cover is a square of its own, which the upload could not know.
  for (const assetId of fresh) await requestRenditions(scope, jobs, assetId);
}

async function notYetArtwork(scope: Scope, used: readonly string[]): Promise<string[]> {
  const artwork = await scope.db
    .selectDistinct({ id: revisionAssets.assetId })
    .from(revisionAssets)
    .innerJoin(revisions, eq(revisions.id, revisionAssets.revisionId))
    .innerJoin(items, eq(items.id, revisions.itemId))
    .where(
      and(
        eq(items.workspaceId, scope.workspaceId),
        eq(items.kind, 'infographic'),
        inArray(revisionAssets.assetId, [...used]),
      ),
    );
  const known = new Set(artwork.map(({ id }) => id));
  return used.filter((id) => !known.has(id));
}

/** The cover of an episode of which podcast apps' square is not made yet. */
async function notYetCover({ db }: Scope, { content }: Words): Promise<string[]> {
  const cover = 'audio' in content ? content.artwork?.assetId : undefined;
  if (!cover) return [];
  const made = await db
    .select({ id: renditions.id })
    .from(renditions)
    .where(and(eq(renditions.assetId, cover), eq(renditions.purpose, 'artwork')));
  return made.length > 0 ? [] : [cover];
}

type Newest = Words & {
  id: string;
  itemId: string;
  number: number;
  origin: string | null;
  createdAt: Date;
  createdBy: string | null;
};

async function newestRevision(scope: Scope, item: LockedItem): Promise<Newest> {
  const [newest] = await scope.db
    .select({
      id: revisions.id,
      itemId: revisions.itemId,
      number: revisions.number,
      title: revisions.title,
      summary: revisions.summary,
      content: revisions.content,
      origin: revisions.origin,
      createdAt: revisions.createdAt,
      createdBy: revisions.createdBy,
    })
    .from(revisions)
    .where(and(eq(revisions.itemId, item.id), eq(revisions.id, item.revisionId)));
  if (!newest) throw new Error(`The newest revision of item ${item.id} is missing`);
  return newest;
}

function sameWords(a: Words, b: Words): boolean {
  const words = ({ title, summary, content }: Words) => ({ title, summary, content });
  return isDeepStrictEqual(words(a), words(b));
}

/** A deliberate save of what autosave has already kept marks it as meant, so that no later autosave replaces it. */
async function keepDeliberately(scope: Scope, newest: Newest, origin: string | null): Promise<void> {
  if (origin !== null || newest.origin !== 'autosave') return;
  await scope.db.update(revisions).set({ origin: null }).where(eq(revisions.id, newest.id));
  await announce(scope, 'items', newest.itemId);
}

async function moveDrafts(scope: Scope, itemId: string, revisionId: string): Promise<void> {
  await scope.db
    .update(posts)
    .set({ revisionId })
    .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.itemId, itemId), eq(posts.state, 'draft')));
}

/**
 * Holds what waited to go out until somebody approves the revision, also what waits for its channel or a new time: left
 * as it was, it would come back by itself with words that nobody approved. Answers how many were on schedule.
 */
async function holdWaiting(scope: Scope, itemId: string, revision: { title: string }): Promise<number> {
  const hold = (which: SQL | undefined) =>
    scope.db
      .update(posts)
      .set({ state: 'held', holdReason: 'approval', version: sql`${posts.version} + 1`, updatedAt: scope.now })
      .where(and(eq(posts.workspaceId, scope.workspaceId), eq(posts.itemId, itemId), which))
      .returning({ id: posts.id });
  // Those on schedule last: what the other changes put on schedule meanwhile is found there.
  const before = await hold(and(eq(posts.state, 'held'), ne(posts.holdReason, 'approval')));
  const scheduled = await hold(eq(posts.state, 'scheduled'));
  const held = [...before, ...scheduled];
  if (held.length === 0) return 0;
  const { workspaceId, actor, now } = scope;
  const deed = { workspaceId, userId: actor.userId, actor: actor.name, at: now, action: 'held', noun: 'posts' };
  await scope.db
    .insert(auditEntries)
    .values(held.map(({ id }) => ({ ...deed, subjectId: id, subject: revision.title, reason: holdWords.approval })));
  await announce(scope, 'posts', null);
  return scheduled.length;
}

/** Removes the autosave that another one follows, unless the history would miss it. */
async function dropSuperseded(scope: Scope, kind: LockedItem['kind'], before: Newest, after: Words): Promise<void> {
  const sameAuthor = before.createdBy !== null && before.createdBy === scope.actor.userId;
  const recent = scope.now.getTime() - before.createdAt.getTime() <= sameSitting * 60_000;
  if (before.origin !== 'autosave' || !sameAuthor || !recent) return;
  if (await isMissed(scope, kind, before, after)) return;
  await scope.db
    .delete(revisions)
    .where(
      and(
        eq(revisions.id, before.id),
        sql`not exists (select from ${posts} p where p.revision_id = ${before.id})`,
        sql`not exists (select from ${approvals} a where a.revision_id = ${before.id})`,
      ),
    );
}

/**
 * Whether something of an autosave would be gone with it: a chapter or more than a few words that the next one lacks, or, where that
 * lacks any, more than a sentence that the revision before it lacks too. What is taken away word by word is so in the history as it
 * was before the first was.
 */
async function isMissed(scope: Scope, kind: LockedItem['kind'], before: Newest, after: Words): Promise<boolean> {
  const chapters = ({ content }: Words) => ('chapters' in content ? content.chapters.length : 0);
  const [then, now] = [saidIn(kind, before), saidIn(kind, after)];
  const lost = lacking(then, now);
  if (chapters(after) < chapters(before) || lost.length > fewWords) return true;
  if (areTyped(lost, lacking(now, then))) return false;
  const [kept] = await scope.db
    .select({ title: revisions.title, summary: revisions.summary, content: revisions.content })
    .from(revisions)
    .where(and(eq(revisions.itemId, before.itemId), lt(revisions.number, before.number)))
    .orderBy(desc(revisions.number))
    .limit(1);
  return lacking(then, kept ? saidIn(kind, kept) : []).length > aSentence;
}

/** Whether each of some words is being typed, so not lost but longer the next time. The longest, which fewest begin as, are looked for first. */
function areTyped(words: readonly string[], gained: readonly string[]): boolean {
  const left = [...gained];
  return words
    .toSorted((a, b) => b.length - a.length)
    .every((word) => left.splice(left.findIndex((longer) => longer.startsWith(word)) >>> 0, 1).length > 0);
}

function saidIn(kind: LockedItem['kind'], { title, summary, content }: Words): string[] {
  const { plainText, images } = kindOf(kind);
  const alts = images(content).map(({ alt }) => alt);
  return [title, summary, plainText(content), ...alts].flatMap((text) => text.split(/\s+/).filter(Boolean));
}

/** The words of one text that another lacks, wherever they stand, as often as it lacks them. */
function lacking(text: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of other) left.set(word, (left.get(word) ?? 0) + 1);
  return text.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}
