import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { users } from '@mobilise/db/schema/auth';
import { items } from '@mobilise/db/schema/items';
import { and, eq } from 'drizzle-orm';
import type { Scope } from '../scope.ts';
import { sameVersionOrThrow } from '../versions.ts';
import { noItem, noPerson } from './read.ts';

export interface LockedItem {
  id: string;
  kind: ItemKind;
  title: string;
  slug: string;
  campaignId: string | null;
  assigneeId: string | null;
  tags: string[];
  revisionId: string;
  revision: number;
  version: number;
  updatedAt: Date;
  updatedBy: string | null;
  archivedAt: Date | null;
}

/**
 * An item, locked before its posts: nobody schedules or saves meanwhile. Problems: `not_found`; `stale_version`, with
 * the present version and revision, and who changed it when.
 */
export async function lockItem(scope: Scope, id: string, version?: number): Promise<LockedItem> {
  const [item] = await scope.db
    .select({
      id: items.id,
      kind: items.kind,
      title: items.title,
      slug: items.slug,
      campaignId: items.campaignId,
      assigneeId: items.assigneeId,
      tags: items.tags,
      revisionId: items.revisionId,
      revision: items.revision,
      version: items.version,
      updatedAt: items.updatedAt,
      updatedBy: items.updatedBy,
      archivedAt: items.archivedAt,
    })
    .from(items)
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, id)))
    .for('update');
  const { revisionId } = item ?? {};
  if (!item || !revisionId) throw noItem();
  if (version !== undefined && version !== item.version) {
    // Asked for only now: joined to a row that was waited for, it would be the name from before the wait.
    const updatedBy = await nameOf(scope, item.updatedBy);
    const present = { version: item.version, revision: item.revision };
    const isOwn = item.updatedBy !== null && item.updatedBy === scope.actor.userId;
    sameVersionOrThrow(version, { ...present, updatedBy, updatedAt: item.updatedAt.toISOString() }, 'item', isOwn);
  }
  return { ...item, revisionId };
}

async function nameOf(scope: Scope, userId: string | null): Promise<string> {
  if (!userId) return noPerson;
  const [user] = await scope.db.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return user?.name ?? noPerson;
}
