import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/**
 * SQL: two CTEs behind the one, named `out`, in which posts became published; it has their `id`, `state` and `content`. What
 * follows a post on its channel comes into being with it, in the same statement: an ordinary post that answers it, due now and
 * at the wall time for which the thread was scheduled. A post becomes published once, so that none comes twice and none is lost.
 * `next_parts` has the `id` and `workspace_id` of each.
 */
export const nextParts = (out: string): string => `next_parts as (
  insert into posts (id, workspace_id, item_id, revision_id, channel_id, state, content, wall_time, zone, disambiguation, tz_version,
    due_at, send_at, grace, override, created_at, created_by, updated_at)
  select ${newId}, p.workspace_id, p.item_id, p.revision_id, p.channel_id, 'scheduled',
    jsonb_build_object('text', p.content->'thread'->0->'text', 'images', p.content->'thread'->0->'images', 'link', null,
      'replyTo', p.id, 'part', coalesce((p.content->>'part')::int, 1) + 1)
      || case when jsonb_array_length(p.content->'thread') > 1 then jsonb_build_object('thread', (p.content->'thread') - 0) else '{}' end,
    p.wall_time, p.zone, p.disambiguation, p.tz_version, statement_timestamp(), statement_timestamp(), p.grace, p.override,
    statement_timestamp(), p.created_by, statement_timestamp()
  from ${out} o join posts p on p.id = o.id
  where o.state = 'published' and o.content ? 'thread' and jsonb_array_length(p.content->'thread') > 0
  returning id, workspace_id, revision_id, content
), audited_parts as (
  insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, detail)
  select n.workspace_id, 'Publisher', 'continued', 'posts', n.id::text, r.title,
    jsonb_build_object('part', n.content->'part', 'answers', n.content->'replyTo')
  from next_parts n join revisions r on r.id = n.revision_id
)`;

/** SQL for the select list of that statement: wakes the publishers for what follows. */
export const wakeForParts = `(select count(pg_notify('posts_due', '')) from next_parts)`;

/** A UUIDv7, as all ids of posts are; PostgreSQL makes them by itself only from release 18 on. */
const newId = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/** The same for one post that the caller's transaction has made published. Whether something follows it. */
export async function continueThread(tx: Db, postId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    with out as (select id, state, content from posts where id = ${postId}), ${sql.raw(nextParts('out'))}
    select id, ${sql.raw(wakeForParts)} from next_parts`);
  return rows.length > 0;
}
