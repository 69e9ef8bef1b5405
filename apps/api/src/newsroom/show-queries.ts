import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import type { Db } from '@mobilise/db/connect';
import { channels } from '@mobilise/db/schema/channels';
import { approvals, items, revisions } from '@mobilise/db/schema/items';
import { assets } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { and, asc, eq, exists, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Conversation, PublicShow, Site } from './site.ts';

/** The show at this address of a site, or null. */
export function findShow(db: Db, site: Site, slug: string): Promise<PublicShow | null> {
  return oneShow(db, site, eq(shows.slug, slug));
}

/** The show of an item of a site; null for an item without one, or whose show is on another site. */
export async function showOf(db: Db, site: Site, showId: string | null): Promise<PublicShow | null> {
  return showId ? oneShow(db, site, eq(shows.id, showId)) : null;
}

async function oneShow(db: Db, site: Site, which: SQL): Promise<PublicShow | null> {
  const [show] = await db
    .select()
    .from(shows)
    .where(and(eq(shows.channelId, site.channelId), which));
  return show ?? null;
}

/** Milliseconds of an episode before its recording begins: those of the intro, by which its chapters and its words move. */
export async function leadInOf(db: Db, { intro }: Pick<EpisodeContent, 'intro'>): Promise<number> {
  if (!intro) return 0;
  const [asset] = await db.select({ duration: assets.duration }).from(assets).where(eq(assets.id, intro.assetId));
  return asset?.duration ?? 0;
}

/** An approved revision of an episode that is out, or was: players hold on to the entry they once read. Null where there is none. */
export async function findEpisodeRevision(
  db: Db,
  site: Site,
  { itemId, revisionId }: { itemId: string; revisionId: string },
): Promise<{ title: string; content: EpisodeContent; standing: 'out' | 'gone' } | null> {
  const wasOut = db
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.itemId, itemId), eq(posts.channelId, site.channelId), isNotNull(posts.publishedAt)));
  const [row] = await db
    .select({
      title: revisions.title,
      content: revisions.content,
      isOut: sql<boolean>`exists (select from ${posts} p
        where p.item_id = ${items.id} and p.channel_id = ${site.channelId} and p.state = 'published')`,
    })
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .where(
      and(
        eq(items.id, itemId),
        eq(items.kind, 'episode'),
        eq(items.workspaceId, site.workspaceId),
        eq(revisions.id, revisionId),
        // What nobody has approved is nobody's to read yet, even with its id.
        sql`exists (select from ${approvals} a where a.revision_id = ${revisions.id})`,
        exists(wasOut),
      ),
    );
  if (!row) return null;
  return { title: row.title, content: row.content as EpisodeContent, standing: row.isOut ? 'out' : 'gone' };
}

const conversing: Partial<Record<ChannelKindName, Conversation['protocol']>> = {
  mastodon: 'activitypub',
  bluesky: 'atproto',
};

/** Where people talk about items: the posts of them that are out on Mastodon and Bluesky, by item, the first one first. */
export async function loadConversations(
  db: Db,
  site: Site,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, Conversation[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = await db
    .select({ itemId: posts.itemId, url: posts.remoteUrl, kind: channels.kind, config: channels.config })
    .from(posts)
    .innerJoin(channels, eq(channels.id, posts.channelId))
    .where(
      and(
        eq(posts.workspaceId, site.workspaceId),
        inArray(posts.itemId, [...itemIds]),
        eq(posts.state, 'published'),
        inArray(channels.kind, ['mastodon', 'bluesky']),
        isNotNull(posts.remoteUrl),
        // Parts of threads and answers are part of a conversation that has its own beginning.
        sql`not (${posts.content} ? 'replyTo')`,
      ),
    )
    .orderBy(asc(posts.publishedAt), asc(posts.id));
  const found = rows.flatMap(({ itemId, url, kind, config }) => {
    const protocol = conversing[kind];
    return protocol && url ? [{ itemId, url, protocol, account: channelKindOf(kind).account(config) }] : [];
  });
  return Map.groupBy(found, ({ itemId }) => itemId);
}
