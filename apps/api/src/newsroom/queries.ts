import { newsroomConfig } from '@mobilise/contracts/channel-kinds/newsroom';
import type { ItemContent } from '@mobilise/contracts/kinds';
import type { Db } from '@mobilise/db/connect';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { channels } from '@mobilise/db/schema/channels';
import { items, revisions } from '@mobilise/db/schema/items';
import { assets, renditions } from '@mobilise/db/schema/media';
import { corrections, postChanges } from '@mobilise/db/schema/post-changes';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { workspaces } from '@mobilise/db/schema/team';
import { type AnyColumn, and, countDistinct, desc, eq, inArray, isNotNull, ne, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PictureFile, Pictures, PublicCorrection, Published, PublishedCampaign, Site } from './site.ts';

/** The newsroom site of this slug, or null. */
export async function findSite(db: Db, slug: string): Promise<Site | null> {
  const [row] = await db
    .select({
      channelId: channels.id,
      workspaceId: channels.workspaceId,
      config: channels.config,
      name: workspaces.name,
      zone: workspaces.zone,
      newsletterId: sql<string | null>`(select n.id from ${channels} n
        where n.workspace_id = ${workspaces.id} and n.kind = 'email' and n.state <> 'paused' order by n.created_at limit 1)`,
      shows: sql<
        Site['shows']
      >`(select coalesce(json_agg(json_build_object('slug', s.slug, 'title', s.title) order by s.title, s.slug), '[]')
        from ${shows} s where s.channel_id = ${channels.id} and exists (select from ${items} i join ${posts} p on p.item_id = i.id
          where i.show_id = s.id and p.channel_id = ${channels.id} and p.state = 'published'))`,
    })
    .from(channels)
    .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
    .where(and(eq(channels.kind, 'newsroom'), eq(sql`${channels.config}->>'slug'`, slug)));
  return row
    ? {
        ...newsroomConfig.parse(row.config),
        name: row.name,
        zone: row.zone,
        newsletterId: row.newsletterId,
        shows: row.shows,
        channelId: row.channelId,
        workspaceId: row.workspaceId,
      }
    : null;
}

const first = alias(posts, 'first');
const shown = alias(posts, 'shown');

/** Of the published posts of the same item on the same channel, one by this order: what `column` says of it. */
const sibling = (column: string, order: string) =>
  sql`(select ${sql.raw(column)} from ${posts} p where p.item_id = first.item_id and p.channel_id = first.channel_id and p.state = 'published' order by ${sql.raw(order)} limit 1)`;

/** Content without what is said in it, which can be a hundred times the rest; that there is something stays. */
const lean = sql<ItemContent>`case
  when jsonb_typeof(${revisions.content}->'transcript') = 'object' and jsonb_array_length(${revisions.content}#>'{transcript,cues}') > 0
    then jsonb_set(${revisions.content}, '{transcript,cues}', '[]')
  when jsonb_typeof(${revisions.content}->'captions') = 'object' then jsonb_set(${revisions.content}, '{captions,cues}', '[]')
  when ${revisions.content} ? 'transcript' then ${revisions.content} || '{"transcript": null}'
  else ${revisions.content} end`.mapWith(revisions.content);

interface Part {
  /** A condition on the first post of an item. */
  only?: SQL | undefined;
  /** With what is said in recordings. */
  whole?: boolean;
  limit: number;
  offset?: number | undefined;
}

/** What is published on a site, the newest first appearance first. */
async function published(db: Db, site: Site, { only, limit, offset = 0, whole = false }: Part): Promise<Published[]> {
  // Walks first appearances by index and stops when the part is full; everything else is read for those alone.
  const part = db
    .select({ id: first.id, channelId: first.channelId, itemId: first.itemId, publishedAt: first.publishedAt })
    .from(first)
    .where(
      and(
        eq(first.channelId, site.channelId),
        eq(first.state, 'published'),
        isNotNull(first.publishedAt),
        // As a truth value, because the planner takes `id = (…)` to be rare and would read every post to sort them.
        sibling('p.id = first.id', 'p.published_at, p.id'),
        only,
      ),
    )
    // As the index has it: what Drizzle writes for an index is `desc nulls last`, for a query `desc` alone.
    .orderBy(sql`${first.publishedAt} desc nulls last`, desc(first.id))
    .limit(limit)
    .offset(offset)
    .as('first');
  const rows = await db
    .select({
      postId: shown.id,
      itemId: items.id,
      revisionId: revisions.id,
      showId: items.showId,
      guid: items.guid,
      coverId: sql<string | null>`(select s.artwork_id from ${shows} s where s.id = ${items.showId})`,
      kind: items.kind,
      slug: items.slug,
      title: revisions.title,
      summary: revisions.summary,
      content: whole ? revisions.content : lean,
      publishedAt: part.publishedAt,
      updatedAt: sql<Date | null>`coalesce(${shown.editedAt}, ${shown.publishedAt})`.mapWith(posts.publishedAt),
      campaign: campaignColumns,
    })
    .from(part)
    .innerJoin(shown, eq(shown.id, sibling('p.id', 'p.published_at desc, p.id desc')))
    .innerJoin(revisions, and(eq(revisions.id, shown.revisionId), eq(revisions.itemId, part.itemId)))
    .innerJoin(items, and(eq(items.id, part.itemId), eq(items.workspaceId, site.workspaceId)))
    .leftJoin(campaigns, and(eq(campaigns.id, items.campaignId), eq(campaigns.workspaceId, site.workspaceId)))
    .orderBy(desc(part.publishedAt), desc(part.id));
  return rows.map(({ publishedAt, updatedAt, ...row }) => {
    if (!publishedAt || !updatedAt) throw new Error(`Post ${row.postId} is published without a time`);
    return { ...row, publishedAt, updatedAt };
  });
}

const campaignColumns = {
  id: campaigns.id,
  name: campaigns.name,
  slug: campaigns.slug,
  summary: campaigns.summary,
  colour: campaigns.colour,
  startsOn: campaigns.startsOn,
  endsOn: campaigns.endsOn,
};

const ofItems = (db: Db, itemId: AnyColumn, which: SQL) =>
  inArray(itemId, db.select({ id: items.id }).from(items).where(which));

/** A part of a site's items: of all of them, of one campaign's or of one show's. */
export function listPublished(
  db: Db,
  site: Site,
  {
    limit,
    offset,
    campaignId,
    showId,
    except,
  }: { limit: number; offset?: number; campaignId?: string; showId?: string; except?: string },
): Promise<Published[]> {
  const of = (which: SQL) => ofItems(db, first.itemId, which);
  return published(db, site, {
    only: and(
      campaignId ? of(eq(items.campaignId, campaignId)) : undefined,
      showId ? of(eq(items.showId, showId)) : undefined,
      except ? ne(first.itemId, except) : undefined,
    ),
    limit,
    offset,
  });
}

/** The published item of this slug, or null. */
export async function findPublished(db: Db, site: Site, slug: string): Promise<Published | null> {
  const item = db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.workspaceId, site.workspaceId), eq(items.slug, slug)));
  const [found] = await published(db, site, { only: eq(first.itemId, item), limit: 1, whole: true });
  return found ?? null;
}

/**
 * The corrections that a site's pages of these items carry, by item, the newest first: those with which a page was edited, or
 * taken down.
 */
export async function loadCorrections(
  db: Db,
  site: Site,
  itemIds: readonly string[],
  kind: 'edit' | 'remove' = 'edit',
): Promise<ReadonlyMap<string, PublicCorrection[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = await db
    .select({
      itemId: corrections.itemId,
      statement: corrections.statement,
      at: sql<Date>`min(${postChanges.finishedAt})`.mapWith(postChanges.finishedAt),
    })
    .from(corrections)
    .innerJoin(postChanges, eq(postChanges.correctionId, corrections.id))
    .innerJoin(posts, eq(posts.id, postChanges.postId))
    .where(
      and(
        inArray(corrections.itemId, [...itemIds]),
        eq(corrections.workspaceId, site.workspaceId),
        eq(posts.channelId, site.channelId),
        eq(postChanges.kind, kind),
        eq(postChanges.state, 'done'),
      ),
    )
    .groupBy(corrections.id)
    .orderBy(desc(sql`min(${postChanges.finishedAt})`));
  return Map.groupBy(rows, ({ itemId }) => itemId);
}

/** How many items a site shows, of all or of one show. */
export async function countPublished(db: Db, site: Site, showId?: string): Promise<number> {
  const [row] = await db
    .select({ count: countDistinct(posts.itemId) })
    .from(posts)
    .where(
      and(
        eq(posts.channelId, site.channelId),
        eq(posts.state, 'published'),
        showId ? ofItems(db, posts.itemId, eq(items.showId, showId)) : undefined,
      ),
    );
  return row?.count ?? 0;
}

/** The id of an item of this slug that was on the site once and was taken down; null when there is none. */
export async function findGone(db: Db, site: Site, slug: string): Promise<string | null> {
  const [row] = await db
    .select({ itemId: posts.itemId })
    .from(posts)
    .innerJoin(items, eq(items.id, posts.itemId))
    .where(
      and(
        eq(items.workspaceId, site.workspaceId),
        eq(items.slug, slug),
        eq(posts.channelId, site.channelId),
        isNotNull(posts.publishedAt),
        sql`not exists (select from ${posts} p where p.item_id = ${items.id} and p.channel_id = ${site.channelId} and p.state = 'published')`,
      ),
    )
    .limit(1);
  return row?.itemId ?? null;
}

/** The campaign of this slug. It is public only once something of it is. */
export async function findCampaign(db: Db, site: Site, slug: string): Promise<PublishedCampaign | null> {
  const [row] = await db
    .select(campaignColumns)
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, site.workspaceId), eq(campaigns.slug, slug)));
  return row ?? null;
}

const lastChange = sql`greatest(${posts.publishedAt}, ${posts.editedAt})`;

/** The addresses a sitemap lists: items with the time of their latest update, and campaigns. At most 49,000 items. */
export async function listAddresses(
  db: Db,
  site: Site,
): Promise<{ slug: string; campaign: string | null; updatedAt: Date }[]> {
  return db
    .select({
      slug: items.slug,
      campaign: campaigns.slug,
      updatedAt: sql<Date>`max(${lastChange})`.mapWith(posts.publishedAt),
    })
    .from(posts)
    .innerJoin(items, and(eq(items.id, posts.itemId), eq(items.workspaceId, site.workspaceId)))
    .leftJoin(campaigns, and(eq(campaigns.id, items.campaignId), eq(campaigns.workspaceId, site.workspaceId)))
    .where(and(eq(posts.channelId, site.channelId), eq(posts.state, 'published'), isNotNull(posts.publishedAt)))
    .groupBy(items.id, campaigns.id)
    .orderBy(desc(sql`max(${lastChange})`))
    .limit(49_000);
}

/** The slugs of every site that shows something. */
export async function listSites(db: Db): Promise<string[]> {
  const rows = await db
    .select({ config: channels.config })
    .from(channels)
    .where(
      and(
        eq(channels.kind, 'newsroom'),
        sql`exists (select from ${posts} p where p.channel_id = ${channels}.id and p.state = 'published')`,
      ),
    )
    .orderBy(sql`${channels.config}->>'slug'`);
  return rows.map(({ config }) => newsroomConfig.parse(config).slug);
}

/** The files of these pictures, as far as the site's own team uploaded them. */
export async function loadPictures(db: Db, site: Site, assetIds: readonly string[]): Promise<Pictures> {
  if (assetIds.length === 0) return new Map();
  const { purpose, format, width, height, bytes, sha256 } = renditions;
  const rows = await db
    .select({ assetId: assets.id, purpose, format, width, height, bytes, sha256 })
    .from(renditions)
    .innerJoin(assets, and(eq(assets.id, renditions.assetId), eq(assets.workspaceId, site.workspaceId)))
    .where(inArray(assets.id, [...new Set(assetIds)]));
  const pictures = new Map<string, PictureFile[]>();
  for (const { assetId, ...file } of rows) pictures.set(assetId, [...(pictures.get(assetId) ?? []), file]);
  return pictures;
}
