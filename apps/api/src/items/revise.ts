import { randomUUIDv7 } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Item, saveItem as saveRoute } from '@mobilise/contracts/items';
import { type ItemContent, type ItemKind, kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { approvals, items, revisionAssets, revisions } from '@mobilise/db/schema/items';
import { assets } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { users } from '@mobilise/db/schema/auth';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { getItem, lockItem } from './read.ts';

type ItemRow = typeof items.$inferSelect;
type Origin = 'autosave' | 'restore' | null;
export interface Words {
  title: string;
  summary: string;
  content: ItemContent;
}

/** An autosave replaces the one before it by the same person within this time, unless something names that one. */
const sameSitting = 10 * 60_000;

/** The content of an item of this kind; Problem `invalid_request` naming each field that does not fit. */
export function parseContent(kind: ItemKind, content: unknown): ItemContent {
  const result = kindOf(kind).content.safeParse(content);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({ field: ['body.content', ...path].join('.'), message }));
  throw new Problem('invalid_request', `${fields[0]?.field}: ${fields[0]?.message}`, { fields });
}

/**
 * Saves a revision. The same words again make none. Posts that were scheduled from an earlier revision are held until
 * the new one is approved; drafts follow it. Problems: `stale_version`, `invalid_request`.
 */
export async function saveItem(scope: Scope, id: string, body: RouteRequest<typeof saveRoute>['body']): Promise<Item & { heldPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id);
    await seenOrThrow(scope, item, body.version);
    const words = { title: body.title, summary: body.summary, content: parseContent(item.kind, body.content) };
    const heldPosts = await revise(scope, item, words, body.autosave ? 'autosave' : null);
    return { ...(await getItem(scope, id)), heldPosts };
  });
}

/** Makes an earlier revision the newest again, as a new one. */
export async function restoreRevision(scope: Scope, id: string, number: number, version: number): Promise<Item & { heldPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id);
    await seenOrThrow(scope, item, version);
    const [earlier] = await scope.db.select().from(revisions).where(and(eq(revisions.itemId, id), eq(revisions.number, number)));
    if (!earlier) throw new Problem('not_found', `This item has no revision ${number}.`);
    const heldPosts = await revise(scope, item, earlier, 'restore');
    return { ...(await getItem(scope, id)), heldPosts };
  });
}

/** Problem `stale_version`, saying who changed the item and when, unless the caller saw the present version. */
export async function seenOrThrow(scope: Scope, item: ItemRow, seen: number): Promise<void> {
  if (seen === item.version) return;
  const [by] = item.updatedBy ? await scope.db.select({ name: users.name }).from(users).where(eq(users.id, item.updatedBy)) : [];
  sameVersionOrThrow(
    seen,
    { version: item.version, revision: item.revision, updatedAt: item.updatedAt.toISOString(), ...(by && { updatedBy: by.name }) },
    'item',
  );
}

async function revise(scope: Scope, item: ItemRow, words: Words, origin: Origin): Promise<number> {
  const [present] = await scope.db.select().from(revisions).where(eq(revisions.id, item.revisionId ?? ''));
  if (!present) throw new Error(`Item ${item.id} has no revision`);
  const same = present.title === words.title && present.summary === words.summary && isDeepStrictEqual(present.content, words.content);
  if (same && (origin !== null || present.origin === null)) return 0;
  if (same) {
    // A deliberate save of words that autosave wrote already: that revision stays for good.
    await scope.db.update(revisions).set({ origin: null }).where(eq(revisions.id, present.id));
    await announce(scope, 'items', item.id);
    return 0;
  }
  const superseded = origin === 'autosave' && (await mayBeReplaced(scope, present));
  await insertRevision(scope, item, words, origin);
  const heldPosts = await holdPosts(scope, item.id);
  if (superseded) await scope.db.delete(revisions).where(eq(revisions.id, present.id));
  if (origin === 'autosave' && heldPosts === 0) await announce(scope, 'items', item.id);
  else {
    const action = origin === 'restore' ? 'restored' : 'saved';
    await record(scope, { action, noun: 'items', id: item.id, subject: words.title, detail: { revision: item.revision + 1, heldPosts } });
  }
  return heldPosts;
}

async function mayBeReplaced(scope: Scope, revision: typeof revisions.$inferSelect): Promise<boolean> {
  if (revision.origin !== 'autosave' || revision.createdBy !== scope.actor.userId) return false;
  if (scope.now.getTime() - revision.createdAt.getTime() > sameSitting) return false;
  const [named] = await scope.db.execute<{ named: boolean }>(sql`
    select exists (select from ${posts} where ${posts.revisionId} = ${revision.id} and ${posts.state} <> 'draft')
      or exists (select from ${approvals} where ${approvals.revisionId} = ${revision.id}) as named`);
  return named?.named === false;
}

/** Writes a revision and makes it the item's newest, in the caller's transaction. */
export async function insertRevision(scope: Scope, item: Pick<ItemRow, 'id' | 'kind' | 'revision' | 'version'>, { title, summary, content }: Words, origin: Origin): Promise<void> {
  const id = randomUUIDv7();
  const images = kindOf(item.kind).images(content);
  const used = await usedAssets(scope, images.map(({ assetId }) => assetId));
  const by = { createdAt: scope.now, createdBy: scope.actor.userId };
  await scope.db.insert(revisions).values({ id, itemId: item.id, number: item.revision + 1, title, summary, content, origin, ...by });
  if (used.length > 0) await scope.db.insert(revisionAssets).values(used.map((assetId) => ({ revisionId: id, assetId })));
  await scope.db
    .update(items)
    .set({
      revisionId: id, revision: item.revision + 1, version: item.version + 1, title, summary,
      thumbAssetId: images[0]?.assetId ?? null, updatedAt: scope.now, updatedBy: scope.actor.userId,
    })
    .where(eq(items.id, item.id));
  // Nobody has decided about a draft, so it carries the newest words.
  await scope.db.update(posts).set({ revisionId: id, version: sql`${posts.version} + 1` }).where(and(eq(posts.itemId, item.id), eq(posts.state, 'draft')));
}

async function usedAssets(scope: Scope, ids: string[]): Promise<string[]> {
  const used = [...new Set(ids)];
  if (used.length === 0) return [];
  const found = await scope.db.select({ id: assets.id }).from(assets).where(and(eq(assets.workspaceId, scope.workspaceId), inArray(assets.id, used))).for('key share');
  if (found.length === used.length) return used;
  throw new Problem('invalid_request', 'An image is not in this workspace’s media. Upload it again.', {
    fields: [{ field: 'body.content', message: 'Refers to an upload that does not exist' }],
  });
}

async function holdPosts(scope: Scope, itemId: string): Promise<number> {
  const held = await scope.db
    .update(posts)
    .set({ state: 'held', holdReason: 'approval', version: sql`${posts.version} + 1`, updatedAt: scope.now })
    .where(and(eq(posts.itemId, itemId), eq(posts.workspaceId, scope.workspaceId), eq(posts.state, 'scheduled')))
    .returning({ id: posts.id });
  if (held.length > 0) await announce(scope, 'posts', null);
  return held.length;
}
