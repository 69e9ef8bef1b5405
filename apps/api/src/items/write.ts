import { slugify } from '@mobilise/contracts/fields';
import type { Item, saveItem as saveRoute } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { newId } from '@mobilise/contracts/new-id';
import type { createItem as createRoute } from '@mobilise/contracts/new-item';
import type { RouteRequest } from '@mobilise/contracts/route';
import { items, revisions } from '@mobilise/db/schema/items';
import { freeSlug } from '@mobilise/db/slugs';
import { and, eq } from 'drizzle-orm';
import type { Jobs } from '../rendering.ts';
import { announce, inTransaction, record, type Scope } from '../scope.ts';
import { contentOrThrow } from './content.ts';
import { takenFromShow } from './episodes.ts';
import { lockItem } from './locks.ts';
import { campaignOrThrow } from './place.ts';
import { getItem } from './read.ts';
import { insertRevision, revise } from './revise.ts';
import { noRevision } from './revisions.ts';
import { assetsOrThrow } from './uploads.ts';

/**
 * Creates an item with its first revision and a free slug made from its title; an episode without content takes over what its show
 * says. Problems: `invalid_request`, `wrong_state` for an episode of a show that is archived.
 */
export function createItem(scope: Scope, jobs: Jobs, body: RouteRequest<typeof createRoute>['body']): Promise<Item> {
  const { kind, title, summary, campaignId, showId, tags } = body;
  const given = body.content === undefined ? null : contentOrThrow(kind, body.content);
  return inTransaction(scope, async (scope) => {
    const [id, revisionId] = [newId(), newId()];
    if (campaignId) await campaignOrThrow(scope, campaignId);
    const taken = await takenFromShow(scope, kind, showId);
    const content = given ?? taken ?? kindOf(kind).empty;
    const used = await assetsOrThrow(scope, kind, content);
    const { now, actor } = scope;
    await scope.db.insert(items).values({
      id,
      workspaceId: scope.workspaceId,
      kind,
      slug: await freeSlug(scope, items, slugify(title)),
      title,
      summary,
      thumbAssetId: used[0] ?? null,
      campaignId,
      showId: showId ?? null,
      tags,
      revision: 1,
      createdAt: now,
      createdBy: actor.userId,
      updatedAt: now,
      updatedBy: actor.userId,
    });
    const revision = { id: revisionId, itemId: id, number: 1, title, summary, content, origin: null };
    await insertRevision(scope, jobs, { id, kind }, revision, used);
    await scope.db.update(items).set({ revisionId }).where(eq(items.id, id));
    const detail = tags.length > 0 ? { detail: { tags } } : {};
    await record(scope, { action: 'created', noun: 'items', id, subject: title, ...detail });
    return getItem(scope, id);
  });
}

/**
 * Saves words as the newest revision and says how many posts that holds. Equal words make no revision. Problems:
 * `not_found`, `stale_version`, `invalid_request` naming `body.content.…`.
 */
export function saveItem(
  scope: Scope,
  jobs: Jobs,
  id: string,
  { version, autosave, title, summary, content }: RouteRequest<typeof saveRoute>['body'],
): Promise<Item & { heldPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id, version);
    const words = { title, summary, content: contentOrThrow(item.kind, content) };
    const { number, heldPosts } = await revise(scope, jobs, item, words, autosave ? 'autosave' : null);
    if (number !== null && autosave) await announce(scope, 'items', id);
    if (number !== null && !autosave) {
      await record(scope, {
        action: 'saved',
        noun: 'items',
        id,
        subject: title,
        detail: { revision: number, heldPosts },
      });
    }
    return { ...(await getItem(scope, id)), heldPosts };
  });
}

/** Makes an earlier revision the newest again, as a new one. Problems: `not_found`, `stale_version`. */
export function restoreRevision(
  scope: Scope,
  jobs: Jobs,
  id: string,
  number: number,
  { version }: { version: number },
): Promise<Item & { heldPosts: number }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id, version);
    const [words] = await scope.db
      .select({ title: revisions.title, summary: revisions.summary, content: revisions.content })
      .from(revisions)
      .where(and(eq(revisions.itemId, item.id), eq(revisions.number, number)));
    if (!words) throw noRevision();
    const made = await revise(scope, jobs, item, words, 'restore');
    if (made.number !== null) {
      const detail = { from: number, revision: made.number, heldPosts: made.heldPosts };
      await record(scope, { action: 'restored', noun: 'items', id, subject: words.title, detail });
    }
    return { ...(await getItem(scope, id)), heldPosts: made.heldPosts };
  });
}
