import type { PostCard } from '@mobilise/contracts/posts';
import type { Db } from '@mobilise/db/connect';
import { isTooLate } from '@mobilise/db/release-held';
import { channels } from '@mobilise/db/schema/channels';
import { items, revisions } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { type SQL, sql } from 'drizzle-orm';
import { thumbOf } from './thumbs.ts';

/** SQL: how the files stand for which a post is held, or will be. @param p what the statement calls `posts` */
export const filesAwaited = (p = 'posts'): SQL =>
  sql`case when ${sql.raw(p)}.hold_reason = 'files' then (
    select case when r.files = 'failed' then 'failed' when ${isTooLate(p, sql`now()`)} then 'late' else 'making' end
    from ${revisions} r where r.id = ${sql.raw(p)}.revision_id)
  when ${sql.raw(p)}.state = 'scheduled' then (
    select 'failed' from ${revisions} r where r.id = ${sql.raw(p)}.revision_id and r.files = 'failed') end`;

/** SQL: whether a post is scheduled whose files were not made. The same as `failed` above, found from the few such revisions. */
export const isUnmade: SQL = sql`(${posts.state} = 'scheduled'
  and ${posts.revisionId} in (select r.id from ${revisions} r where r.files = 'failed'))`;

/** SQL: the state of a post; `making` where it is held while its files are made, `unmade` where it is scheduled without them. @param p what the statement calls `posts` */
export const countedAs = (p = 'posts'): SQL =>
  sql`case ${filesAwaited(p)} when 'making' then 'making'
    when 'failed' then case ${sql.raw(p)}.state when 'scheduled' then 'unmade' else ${sql.raw(p)}.state end
    else ${sql.raw(p)}.state end`;

const partField = sql`(${posts.content}->>'part')::int`;

const fieldsWith = (part: SQL): SQL => sql`
  ${posts.id} as "id", ${posts.itemId} as "itemId", ${items.title} as "title", ${items.kind} as "kind",
  ${posts.channelId} as "channelId", ${channels.kind} as "channelKind",
  ${posts.state} as "state", ${posts.holdReason} as "holdReason", ${filesAwaited()} as "files",
  ${posts.wallTime} as "wallTime", ${posts.zone} as "zone", ${posts.dueAt} as "dueAt", ${posts.publishedAt} as "publishedAt",
  ${thumbOf(items.thumbAssetId)} as "thumb", ${items.campaignId} as "campaignId",
  coalesce(${items.assigneeId}, ${posts.createdBy}) as "personId",
  ${posts.failure} as "failure", ${part} as "part", ${posts.version} as "version"`;

/**
 * The fields of a `postCard`, named as its contract has them. Select them from `cardTables` and read them with `cardRows`,
 * or with `jsonRows` beside further fields.
 */
export const cardFields: SQL = fieldsWith(partField);

/** A part of a thread that went out. */
export const isPartOut: SQL = sql`(${posts.state} in ('published', 'removed') and ${posts.content} ? 'part')`;

/** The same for a select that leaves out what `isPartOut`: the content of each post is looked into once, there or here. */
export const cardFieldsButPartsOut: SQL = fieldsWith(
  sql`case when ${posts.state} not in ('published', 'removed') then ${partField} end`,
);

export const cardTables: SQL = sql`${posts}
  join ${items} on ${items.id} = ${posts.itemId}
  join ${channels} on ${channels.id} = ${posts.channelId}`;

/**
 * Cards as their contract has them. Cheaper than `jsonRows` for a month of them: PostgreSQL need not write a megabyte of
 * JSON that is read and written again here.
 */
export async function cardRows<T extends PostCard = PostCard>(db: Db, select: SQL): Promise<T[]> {
  const rows: PostCard[] = await db.execute<PostCard & Record<string, unknown>>(select);
  for (const row of rows) {
    row.dueAt &&= new Date(row.dueAt).toISOString();
    row.publishedAt &&= new Date(row.publishedAt).toISOString();
  }
  return rows as T[];
}

/** Runs a select and answers its rows as PostgreSQL writes them in JSON: instants are RFC 3339, numbers are numbers. */
export async function jsonRows<T>(db: Db, select: SQL): Promise<T[]> {
  const [answer] = await db.execute<{ data: T[] }>(
    sql`select coalesce(json_agg(row), '[]') as data from (${select}) row`,
  );
  return answer?.data ?? [];
}
