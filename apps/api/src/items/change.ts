import { randomUUIDv7 } from 'node:crypto';
import { slugify } from '@mobilise/contracts/fields';
import type { createItem as createRoute, Item, updateItem as updateRoute } from '@mobilise/contracts/items';
import { kindOf } from '@mobilise/contracts/kinds';
import { Problem } from '@mobilise/contracts/problems';
import type { RouteRequest } from '@mobilise/contracts/route';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { members } from '@mobilise/db/schema/team';
import { and, eq, inArray, like, ne, or, sql } from 'drizzle-orm';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';
import { insertRevision, parseContent } from './revise.ts';

/** Creates an item with its first revision; its address comes from its title. */
export async function createItem(
  scope: Scope,
  { kind, title, summary, campaignId, content }: RouteRequest<typeof createRoute>['body'],
): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    if (campaignId) await campaignOrThrow(scope, campaignId);
    const id = randomUUIDv7();
    const by = {
      createdAt: scope.now,
      createdBy: scope.actor.userId,
      updatedAt: scope.now,
      updatedBy: scope.actor.userId,
    };
    const slug = await freeSlug(scope, slugify(title));
    await scope.db
      .insert(items)
      .values({ id, workspaceId: scope.workspaceId, kind, slug, title, summary, campaignId, version: 0, ...by });
    const words = { title, summary, content: content === undefined ? kindOf(kind).empty : parseContent(kind, content) };
    await insertRevision(scope, { id, kind, revision: 0, version: 0 }, words, null);
    await record(scope, { action: 'created', noun: 'items', id, subject: title, detail: { kind } });
    return getItem(scope, id);
  });
}

/** Changes what is not part of a revision. Problems: `stale_version`, `wrong_state`, `conflict`, `invalid_request`. */
export async function updateItem(
  scope: Scope,
  id: string,
  { version, campaignId, assigneeId, slug, archived }: RouteRequest<typeof updateRoute>['body'],
): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id, version);
    if (campaignId) await campaignOrThrow(scope, campaignId);
    if (assigneeId) await memberOrThrow(scope, assigneeId);
    if (slug !== undefined && slug !== item.slug) await mayMoveOrThrow(scope, id, slug);
    if (archived === true && !item.archivedAt) await mayArchiveOrThrow(scope, id);
    const changed = {
      ...(campaignId !== undefined && { campaignId }),
      ...(assigneeId !== undefined && { assigneeId }),
      ...(slug !== undefined && { slug }),
      ...(archived !== undefined && { archivedAt: archived ? (item.archivedAt ?? scope.now) : null }),
    };
    await scope.db
      .update(items)
      .set({ ...changed, version: version + 1, updatedAt: scope.now, updatedBy: scope.actor.userId })
      .where(eq(items.id, id));
    const action = archived === undefined ? 'changed' : archived ? 'archived' : 'took back from the archive';
    await record(scope, { action, noun: 'items', id, subject: item.title, detail: changed });
    return getItem(scope, id);
  });
}

/** Removes an item that was never scheduled or sent anywhere; Problem `wrong_state` otherwise. */
export async function removeItem(scope: Scope, id: string): Promise<{ ok: true }> {
  return inTransaction(scope, async (scope) => {
    const item = await lockItem(scope, id);
    const [posted] = await scope.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(eq(posts.itemId, id), ne(posts.state, 'draft')))
      .limit(1);
    if (posted)
      throw new Problem('wrong_state', 'This item was scheduled or posted, so it stays on record. You can archive it.');
    await scope.db.delete(posts).where(eq(posts.itemId, id));
    await scope.db.update(items).set({ revisionId: null }).where(eq(items.id, id));
    await scope.db.delete(items).where(eq(items.id, id));
    await record(scope, { action: 'removed', noun: 'items', id, subject: item.title });
    return { ok: true };
  });
}

async function freeSlug(scope: Scope, wanted: string): Promise<string> {
  // One at a time in a workspace, so that two items of one title do not take the same address.
  await scope.db.execute(sql`select pg_advisory_xact_lock(hashtext('item slugs'), hashtext(${scope.workspaceId}))`);
  const taken = await scope.db
    .select({ slug: items.slug })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), or(eq(items.slug, wanted), like(items.slug, `${wanted}-%`))));
  const slugs = new Set(taken.map(({ slug }) => slug));
  // The site's own pages live beside the items.
  for (const own of ['campaigns', 'page']) slugs.add(own);
  let slug = wanted;
  for (let number = 2; slugs.has(slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}

async function mayMoveOrThrow(scope: Scope, id: string, slug: string): Promise<void> {
  const [published] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(and(eq(posts.itemId, id), eq(posts.state, 'published'), eq(channels.kind, 'newsroom')))
    .limit(1);
  if (published)
    throw new Problem('wrong_state', 'Its page is public, and people may have linked to it: the address stays.');
  const [taken] = await scope.db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.slug, slug), ne(items.id, id)));
  if (taken)
    throw new Problem('conflict', 'Another item has this address.', {
      fields: [{ field: 'body.slug', message: 'Is taken' }],
    });
}

async function mayArchiveOrThrow(scope: Scope, id: string): Promise<void> {
  const underWay = ['scheduled', 'claimed', 'sending', 'unconfirmed', 'needs_person', 'held'] as const;
  const [waiting] = await scope.db
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.itemId, id), inArray(posts.state, [...underWay])))
    .limit(1);
  if (waiting) throw new Problem('wrong_state', 'Posts of this item are still to go out. Cancel them first, or wait.');
}

async function campaignOrThrow(scope: Scope, id: string): Promise<void> {
  const [found] = await scope.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.workspaceId, scope.workspaceId)));
  if (!found)
    throw new Problem('invalid_request', 'There is no such campaign.', {
      fields: [{ field: 'body.campaignId', message: 'Is no campaign of this workspace' }],
    });
}

async function memberOrThrow(scope: Scope, userId: string): Promise<void> {
  const [found] = await scope.db
    .select({ id: members.userId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.workspaceId, scope.workspaceId)));
  if (!found)
    throw new Problem('invalid_request', 'This person is not a member of the workspace.', {
      fields: [{ field: 'body.assigneeId', message: 'Is not a member' }],
    });
}
