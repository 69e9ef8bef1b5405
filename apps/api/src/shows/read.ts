import { Problem } from '@mobilise/contracts/problems';
import { showProblems } from '@mobilise/contracts/show-problems';
import type { Show } from '@mobilise/contracts/shows';
import { rightsEnded } from '@mobilise/db/rights';
import { channels } from '@mobilise/db/schema/channels';
import { items } from '@mobilise/db/schema/items';
import { assets, renditions } from '@mobilise/db/schema/media';
import { posts } from '@mobilise/db/schema/posts';
import { shows } from '@mobilise/db/schema/shows';
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { todayOf } from '../rights.ts';
import type { Scope } from '../scope.ts';
import { type Address, feedUrl } from '../show-address.ts';
import { nextNumberOf, seasonOf } from '../show-numbers.ts';
import { mediaUrl } from '../thumbs.ts';
import { hasFile } from './in-feed.ts';
import { whyUnread } from './reach.ts';

/** A show. Problem `not_found`. */
export async function getShow(scope: Scope, at: Address, id: string): Promise<Show> {
  const [show] = await shown(scope, at, eq(shows.id, id));
  return show ?? noShow();
}

/** The shows of the workspace by title; those that are archived only where they are asked for. */
export async function listShows(scope: Scope, at: Address, { archived }: { archived: boolean }) {
  return { data: await shown(scope, at, archived ? undefined : isNull(shows.archivedAt)) };
}

async function shown(scope: Scope, at: Address, which: SQL | undefined): Promise<Show[]> {
  const id = sql`${shows}.id`;
  const today = `'${await todayOf(scope)}'::date`;
  const rows = await scope.db
    .select({
      show: shows,
      site: sql<string>`${channels.config}->>'slug'`,
      picture: { width: assets.width, height: assets.height, crops: assets.crops },
      hasEnded: sql<boolean>`coalesce(${sql.raw(rightsEnded('assets', today))}, false)`,
      cover: sql<{ sha256: string; format: string } | null>`(
        select json_build_object('sha256', r.sha256, 'format', r.format) from ${renditions} r
        where r.asset_id = ${shows}.artwork_id and r.purpose = 'artwork' order by r.width desc, r.id desc limit 1
      )`,
      all: sql<number>`(select count(*)::int from ${items} i where i.show_id = ${id})`,
      published: sql<number>`(
        select count(distinct p.item_id)::int from ${posts} p join ${items} i on i.id = p.item_id
        where i.show_id = ${id} and p.channel_id = ${shows}.channel_id and p.state = 'published'
      )`,
      inFeed: sql<number>`(
        select count(*)::int from ${items} i cross join lateral (
          select p.revision_id from ${posts} p
          where p.item_id = i.id and p.channel_id = ${shows}.channel_id and p.state = 'published'
          order by p.published_at desc, p.id desc limit 1
        ) shown where i.show_id = ${id} and ${hasFile(sql`shown.revision_id`)}
      )`,
      nextSeason: seasonOf(id),
      nextNumber: nextNumberOf(id),
    })
    .from(shows)
    .innerJoin(channels, eq(channels.id, shows.channelId))
    .leftJoin(assets, eq(assets.id, shows.artworkId))
    .where(and(eq(shows.workspaceId, scope.workspaceId), which))
    .orderBy(asc(shows.title), asc(shows.id));
  return rows.map(({ show, site, picture, hasEnded, cover, all, published, inFeed, ...next }) => {
    const { workspaceId: _, createdBy: __, createdAt, archivedAt, ...fields } = show;
    return {
      ...fields,
      ...next,
      feedUrl: feedUrl(at, site, show.slug),
      pageUrl: feedUrl(at, site, show.slug).replace(/\/feed\.xml$/, ''),
      artwork: cover && mediaUrl(cover),
      problems: showProblems({
        ...show,
        artwork: picture && { ...picture, crop: picture.crops['artwork'], isMade: cover !== null, hasEnded },
      }),
      unread: whyUnread(at.publicUrl, show.newFeedUrl),
      episodes: { all, published, inFeed },
      createdAt: createdAt.toISOString(),
      archivedAt: archivedAt?.toISOString() ?? null,
    };
  });
}

export function noShow(): never {
  throw new Problem('not_found', 'There is no such show in this workspace.');
}
