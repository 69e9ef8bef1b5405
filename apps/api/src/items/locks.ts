import type { ItemKind } from '@mobilise/contracts/kinds';
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
  revisionId: string | null;
  revision: number;
  version: number;
  archivedAt: Date | null;
}

/**
 * An item, locked before its posts: nobody schedules or saves meanwhile. Problems: `not_found`; `stale_version`, with
 * the present version, revision, and who changed it when.
 */
export async function lockItem(scope: Scope, id: string, version?: number): Promise<LockedItem> {
  const [row] = await scope.db
    .select({
      id: items.id,
      kind: items.kind,
      title: items.title,
      slug: items.slug,
      campaignId: items.campaignId,
      revisionId: items.revisionId,
      revision: items.revision,
      version: items.version,
      archivedAt: items.archivedAt,
      updatedAt: items.updatedAt,
      updatedBy: users.name,
    })
    .from(items)
    .leftJoin(users, eq(users.id, items.updatedBy))
    .where(and(eq(items.workspaceId, scope.workspaceId), eq(items.id, id)))
    .for('update', { of: items });
  if (!row) throw noItem();
  const { updatedAt, updatedBy, ...item } = row;
  if (version !== undefined) {
    const present = { version: item.version, revision: item.revision };
    const by = { updatedBy: updatedBy ?? noPerson, updatedAt: updatedAt.toISOString() };
    sameVersionOrThrow(version, { ...present, ...by }, 'item');
  }
  return item;
}
