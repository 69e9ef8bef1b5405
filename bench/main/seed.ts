import { randomUUIDv7 } from 'node:crypto';
import type { Document } from '@mobilise/contracts/document';
import type { Connection } from '@mobilise/db/connect';
import { buildAsset, buildItem, buildPost } from '@mobilise/db/factories';
import { renditions } from '@mobilise/db/schema/media';
import type { Desk } from '../product.ts';

export interface Seed {
  /** Approved stories with a picture, to make posts of. */
  itemIds: string[];
  /** The month of `postsInMonth` posts to ask for: its first and last date. */
  month: { from: string; to: string };
}

const items = 200;
const months = 100;
/** Posts in each of 100 months: 100,000 in all. */
export const postsInMonth = 1000;
/** Months of the hundred that lie ahead, with scheduled posts in them. */
const ahead = 20;

/** Fills a workspace: stories with pictures, and 100,000 posts of them, published until this month and scheduled after it. */
export async function seed({ db, sql }: Connection, { workspaceId, newsroomId }: Desk): Promise<Seed> {
  const itemIds = await db.transaction(async (tx) => {
    const made: string[] = [];
    for (let number = 0; number < items; number += 1) {
      const asset = await buildAsset(tx, { workspaceId });
      const thumb = { purpose: 'thumb', format: 'webp', width: 240, height: 135, bytes: 6_000, sha256: asset.sha256 };
      await tx.insert(renditions).values({ ...thumb, id: randomUUIDv7(), assetId: asset.id });
      const content = { leadImage: { assetId: asset.id, alt: asset.alt }, body: story };
      const item = await buildItem(tx, { workspaceId, content, approved: true });
      made.push(item.id);
    }
    return made;
  });

  const thisMonth = Temporal.Now.plainDateISO('UTC').with({ day: 1 });
  const first = thisMonth.subtract({ months: months - ahead - 1 });
  const pattern = await buildPost(db, { workspaceId, channelId: newsroomId, itemId: itemIds[0] ?? '', state: 'draft' });
  // Every post is the pattern with an id, an item and a time of its own; a month's thousand lie 40 minutes apart.
  await sql`
    with times as (
      select n, (${`${first}T06:00`}::timestamp + make_interval(months => n / ${postsInMonth}, mins => n % ${postsInMonth} * 40)) as wall,
        ${thisMonth.add({ months: 1 }).toString()}::timestamp as coming
      from generate_series(0, ${months * postsInMonth - 1}) n
    ), stories as (
      select row_number() over (order by i.id) - 1 as number, i.id, i.revision_id from items i where i.id = any(${itemIds}::uuid[])
    )
    insert into posts
    select r.* from posts p
      cross join times t
      join stories s on s.number = t.n % ${items}
      cross join lateral jsonb_populate_record(p, jsonb_build_object(
        'id', uuidv7(), 'item_id', s.id, 'revision_id', s.revision_id,
        'state', case when t.wall < t.coming then 'published' else 'scheduled' end,
        'wall_time', to_char(t.wall, 'YYYY-MM-DD"T"HH24:MI'), 'zone', 'UTC', 'due_at', t.wall, 'send_at', t.wall,
        'published_at', case when t.wall < t.coming then t.wall end)) r
    where p.id = ${pattern.id}`;
  await sql`delete from posts where id = ${pattern.id}`;
  await sql`vacuum (analyze)`;
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
