import type { Db } from '@mobilise/db/connect';
import { items, revisionFiles, revisions } from '@mobilise/db/schema/items';
import { assets, formerRenditions, renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { MadeFile, Site } from './site.ts';

/** A file that was made, and whether anybody may have it: one of an item that was taken down everywhere is its workspace's alone. */
export interface FoundFile {
  bytes: number;
  workspaceId: string;
  isOpen: boolean;
}

/** The file of this name, or null: only what is listed as made of an upload or for a revision is ever served. */
export async function findFile(db: Db, sha256: string, format: string): Promise<FoundFile | null> {
  for (const table of [renditions, formerRenditions]) {
    const [rendition] = await db
      .select({ bytes: table.bytes, workspaceId: assets.workspaceId })
      .from(table)
      .innerJoin(assets, eq(assets.id, table.assetId))
      .where(and(eq(table.sha256, sha256), eq(table.format, format)))
      .limit(1);
    if (rendition) return { ...rendition, isOpen: true };
  }
  const isOpen = sql<boolean>`(exists (select from ${posts} p where p.item_id = ${items.id} and p.state = 'published')
    or not exists (select from ${posts} p where p.item_id = ${items.id} and p.published_at is not null))`;
  const [made] = await db
    .select({ bytes: revisionFiles.bytes, workspaceId: items.workspaceId, isOpen })
    .from(revisionFiles)
    .innerJoin(revisions, eq(revisions.id, revisionFiles.revisionId))
    .innerJoin(items, eq(items.id, revisions.itemId))
    .where(and(eq(revisionFiles.sha256, sha256), eq(revisionFiles.format, format)))
    .orderBy(desc(isOpen))
    .limit(1);
  return made ?? null;
}

/** The files that were made for these revisions, by revision. */
export async function loadFiles(
  db: Db,
  revisionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MadeFile[]>> {
  if (revisionIds.length === 0) return new Map();
  const { purpose, format, width, height, duration, bytes, sha256 } = revisionFiles;
  const rows = await db
    .select({ revisionId: revisionFiles.revisionId, purpose, format, width, height, duration, bytes, sha256 })
    .from(revisionFiles)
    .where(inArray(revisionFiles.revisionId, [...revisionIds]))
    .orderBy(revisionFiles.revisionId, purpose, format, width);
  return Map.groupBy(rows, ({ revisionId }) => revisionId);
}

/**
 * A file of an episode, of whatever revision: players hold on to the entry they once read. `gone` once the episode was taken down;
 * null where there never was such a file on the site.
 */
export async function findEnclosure(
  db: Db,
  site: Site,
  { itemId, sha256, format }: { itemId: string; sha256: string; format: string },
): Promise<{ postId: string; bytes: number; duration: number } | 'gone' | null> {
  const ofSite = sql`p.item_id = ${items.id} and p.channel_id = ${site.channelId}`;
  const [row] = await db
    .select({
      bytes: revisionFiles.bytes,
      duration: revisionFiles.duration,
      postId: sql<string | null>`(select p.id from ${posts} p where ${ofSite} and p.state = 'published'
        order by p.published_at desc, p.id desc limit 1)`,
      wasOut: sql<boolean>`exists (select from ${posts} p where ${ofSite} and p.published_at is not null)`,
    })
    .from(revisionFiles)
    .innerJoin(revisions, eq(revisions.id, revisionFiles.revisionId))
    .innerJoin(items, and(eq(items.id, revisions.itemId), eq(items.workspaceId, site.workspaceId)))
    .where(
      and(
        eq(items.id, itemId),
        eq(revisionFiles.purpose, 'episode'),
        eq(revisionFiles.sha256, sha256),
        eq(revisionFiles.format, format),
      ),
    )
    .limit(1);
  if (!row) return null;
  const { postId, wasOut, bytes, duration } = row;
  if (!postId) return wasOut ? 'gone' : null;
  return { postId, bytes, duration: duration ?? 0 };
}
