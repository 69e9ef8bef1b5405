import { createHash } from 'node:crypto';
import type { Document } from '@mobilise/contracts/document';
import { newId } from '@mobilise/contracts/new-id';
import type { Connection } from '@mobilise/db/connect';
import { buildAsset, buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { renditions } from '@mobilise/db/schema/media';
import { renditionsFor } from '@mobilise/media-processing/renditions';
import type { Desk } from '../product.ts';

export interface Seed {
  /** Approved stories of about 700 words with a picture, to make posts of; none has a post yet. */
  itemIds: string[];
  /** The month of `postsInMonth` posts to ask for: its first and last date. */
  month: { from: string; to: string };
}

const stories = 200;
const months = 100;
/** Posts in each of 100 months: 100,000 in all. */
export const postsInMonth = 1000;
const posts = months * postsInMonth;
/** Months of the hundred that lie ahead, with scheduled posts in them. */
const ahead = 20;

/**
 * Fills a workspace with 25,000 items, each with a post on the newsroom and on three other channels: published until
 * this month, scheduled after it.
 */
export async function seed({ db, sql }: Connection, { workspaceId, newsroomId }: Desk): Promise<Seed> {
  const itemIds = await db.transaction(async (tx) => {
    const ids: string[] = [];
    for (let number = 0; number < stories; number += 1) {
      const asset = await buildAsset(tx, { workspaceId });
      const made = renditionsFor({ width: asset.width ?? 0, height: asset.height ?? 0 });
      await tx.insert(renditions).values(
        made.map(({ purpose, format, width, height }) => ({
          id: newId(),
          assetId: asset.id,
          purpose,
          format,
          width,
          height,
          bytes: width * 40,
          sha256: createHash('sha256').update(`${asset.id} ${purpose} ${format} ${width}`).digest('hex'),
        })),
      );
      const content = { leadImage: { assetId: asset.id, alt: asset.alt }, body: story };
      const item = await buildItem(tx, { workspaceId, content, approved: true });
      ids.push(item.id);
    }
    return ids;
  });

  const thisMonth = Temporal.Now.plainDateISO('UTC').with({ day: 1 });
  const first = thisMonth.subtract({ months: months - ahead - 1 });
  const channelIds = [newsroomId];
  for (let number = 0; number < 3; number += 1)
    channelIds.push((await buildChannel(db, { workspaceId, kind: 'bluesky' })).id);
  const pattern = await buildPost(db, { workspaceId, channelId: newsroomId, state: 'draft' });
  // Every row is the pattern's with an id, parents and a time of its own; a month's thousand posts lie 40 minutes apart.
  await sql.begin(async (tx) => {
    await tx`
      create temporary table seeded on commit drop as
      select n, uuidv7() as item_id, uuidv7() as revision_id, (${itemIds}::uuid[])[n % ${stories} + 1] as like_item
      from generate_series(0, ${posts / channelIds.length - 1}::int) n`;
    await tx`
      insert into items
      select r.* from seeded s join items l on l.id = s.like_item cross join items i
        cross join lateral jsonb_populate_record(i, jsonb_build_object(
          'id', s.item_id, 'revision_id', null, 'slug', 'seeded-' || s.n, 'title', i.title || ' ' || s.n, 'thumb_asset_id', l.thumb_asset_id)) r
      where i.id = ${pattern.itemId}`;
    await tx`
      insert into revisions (id, item_id, number, title, summary, content, files, created_at)
      select r.id, r.item_id, r.number, r.title, r.summary, r.content, r.files, r.created_at from seeded s cross join revisions v
        cross join lateral jsonb_populate_record(v, jsonb_build_object('id', s.revision_id, 'item_id', s.item_id, 'title', v.title || ' ' || s.n)) r
      where v.id = ${pattern.revisionId}`;
    await tx`update items i set revision_id = s.revision_id from seeded s where i.id = s.item_id`;
    await tx`insert into approvals (id, revision_id, by) select uuidv7(), revision_id, 'Grace Okafor' from seeded`;
    await tx`
      insert into posts
      select r.* from generate_series(0, ${posts - 1}::int) g(number)
        join seeded s on s.n = number / ${channelIds.length}
        cross join lateral (
          select ${`${first}T06:00`}::timestamp + make_interval(months => number / ${postsInMonth}, mins => number % ${postsInMonth} * 40) as wall
        ) t
        cross join lateral (select t.wall < ${thisMonth.add({ months: 1 }).toString()}::timestamp as past) w
        cross join posts p
        cross join lateral jsonb_populate_record(p, jsonb_build_object(
          'id', uuidv7(), 'item_id', s.item_id, 'revision_id', s.revision_id,
          'channel_id', (${channelIds}::uuid[])[number % ${channelIds.length} + 1],
          'state', case when past then 'published' else 'scheduled' end,
          'wall_time', to_char(wall, 'YYYY-MM-DD"T"HH24:MI'), 'zone', 'UTC', 'due_at', wall, 'send_at', wall,
          'published_at', case when past then wall end)) r
      where p.id = ${pattern.id}`;
    await tx`delete from posts where id = ${pattern.id}`;
  });
  await sql`vacuum (analyze)`;
  // Else the filling's own checkpoint is written while something is measured.
  await sql`checkpoint`;
  const month = thisMonth.add({ months: 2 });
  return { itemIds, month: { from: month.toString(), to: month.with({ day: month.daysInMonth }).toString() } };
}

/** About 700 words, with headings and a list. */
const story: Document = {
  type: 'doc',
  content: ['Why it matters', 'What happens next', 'How to join in'].flatMap((heading) => [
    { type: 'heading' as const, attrs: { level: 2 as const }, content: [text(heading)] },
    ...Array.from({ length: 3 }, () => paragraph()),
    {
      type: 'bulletList' as const,
      content: ['Tuesday, 10 to 12', 'Thursday, 2 to 4'].map((line) => ({
        type: 'listItem' as const,
        content: [{ type: 'paragraph' as const, content: [text(line)] }],
      })),
    },
  ]),
};

function paragraph() {
  const words =
    'Volunteers at Fern Hill sat with carers over tea and asked what a good week looks like. Most said the same: a night of sleep, somebody to ring, and an hour that belongs to nobody else. ';
  return { type: 'paragraph' as const, content: [text(words.repeat(2).trim())] };
}

function text(words: string) {
  return { type: 'text' as const, text: words };
}
