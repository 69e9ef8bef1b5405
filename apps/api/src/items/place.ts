import { isDeepStrictEqual } from 'node:util';
import type { Item, updateItem as updateRoute } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { members } from '@mobilise/db/schema/team';
import { and, eq, ne } from 'drizzle-orm';
import { nothingOpenOrThrow } from '../open-posts.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { slugIsFreeOrThrow } from '../slugs.ts';
import { addressMayChangeOrThrow, linkTo } from './address.ts';
import { type LockedItem, lockItem } from './locks.ts';
import { getItem } from './read.ts';

/**
 * Changes what is not part of a revision: campaign, assignee, tags, address, archive. Problems: `not_found`, `stale_version`,
 * `invalid_request` for an unknown campaign or a person who is no member, `conflict` for an address in use, and
 * `wrong_state` for an address that people may have, or for archiving while posts are to go out.
 */
export function updateItem(
  scope: Scope,
  id: string,
  { version, campaignId, assigneeId, tags, slug, archived }: RouteRequest<typeof updateRoute>['body'],
): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id, version);
    const changes: Partial<typeof items.$inferInsert> = {};
    if (campaignId !== undefined && campaignId !== item.campaignId) {
      if (campaignId) await campaignOrThrow(scope, campaignId);
      changes.campaignId = campaignId;
    }
    if (assigneeId !== undefined && assigneeId !== item.assigneeId) {
      if (assigneeId) await memberOrThrow(scope, assigneeId);
      changes.assigneeId = assigneeId;
    }
    if (tags !== undefined && !isDeepStrictEqual(tags, item.tags)) changes.tags = tags;
    if (slug !== undefined && slug !== item.slug) {
      await addressMayChangeOrThrow(scope, item);
      await slugIsFreeOrThrow(scope, items, slug);
      await linkTo(scope, item, slug);
      changes.slug = slug;
    }
    if (archived !== undefined && archived !== (item.archivedAt !== null)) {
      if (archived) await nothingOpenOrThrow(scope, 'item', eq(posts.itemId, id));
      changes.archivedAt = archived ? scope.now : null;
    }
    if (Object.keys(changes).length > 0) await change(scope, item, changes);
    return getItem(scope, id);
  });
}

async function change(scope: Scope, item: LockedItem, changes: Partial<typeof items.$inferInsert>): Promise<void> {
  const { archivedAt, ...detail } = changes;
  await scope.db
    .update(items)
    .set({ ...changes, version: item.version + 1, updatedAt: scope.now, updatedBy: scope.actor.userId })
    .where(eq(items.id, item.id));
  const about = { noun: 'items', id: item.id, subject: item.title };
  if (Object.keys(detail).length > 0) await record(scope, { ...about, action: 'changed', detail });
  if (archivedAt !== undefined) await record(scope, { ...about, action: archivedAt ? 'archived' : 'unarchived' });
}

/** Removes an item with its revisions and its drafts. Problems: `not_found`, `wrong_state` once it was posted. */
export function removeItem(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const { title } = await lockItem(scope, id);
    const theirs = and(eq(posts.workspaceId, scope.workspaceId), eq(posts.itemId, id));
    const [post] = await scope.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(theirs, ne(posts.state, 'draft')))
      .limit(1);
    if (post) {
      throw new Problem('wrong_state', 'This item has posts, which stay on record. Archive it instead of removing it.');
    }
    await scope.db.delete(posts).where(theirs);
    await scope.db.delete(items).where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, id)));
    await record(scope, { action: 'removed', noun: 'items', id, subject: title });
    return { ok: true };
  });
}

/** Problem `invalid_request`, naming `body.campaignId`, unless it is a campaign of this workspace. */
export async function campaignOrThrow(scope: Scope, campaignId: string): Promise<void> {
  const [campaign] = await scope.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, scope.workspaceId), eq(campaigns.id, campaignId)))
    .for('key share');
  if (!campaign) throw invalid('body.campaignId', 'There is no such campaign in this workspace');
}

async function memberOrThrow(scope: Scope, userId: string): Promise<void> {
  const [member] = await scope.db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, scope.workspaceId), eq(members.userId, userId)));
  if (!member) throw invalid('body.assigneeId', 'This person is not a member of this workspace');
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid_request', `${field}: ${message}`, { fields: [{ field, message }] });
}
