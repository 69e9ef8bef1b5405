import type { Post, ThreadPart } from '@mobilise/contracts/posts';
import type { Db } from '@mobilise/db/connect';
import { posts } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';
import { filesAwaited, jsonRows } from '../post-card.ts';

/**
 * The thread of a post, as its contract has it, the first part first: up from the post to the first part, down from there through those that have come
 * into being, and then what the last of them says is to follow. Empty for a post that is in none, without a question: planning this one takes longer than reading the post.
 */
export async function readThread(db: Db, post: Pick<Post, 'id' | 'content'>): Promise<ThreadPart[]> {
  if (!post.content.thread && !post.content.part) return [];
  const parts = await jsonRows<ThreadPart>(
    db,
    sql`
      with recursive up as (
        select id, content, workspace_id, item_id, channel_id from ${posts} where id = ${post.id}
        union all
        select o.id, o.content, o.workspace_id, o.item_id, o.channel_id
        from up join ${posts} o on o.id = (up.content->>'replyTo')::uuid and o.workspace_id = up.workspace_id
        where up.content ? 'part'
      ), made as (
        select o.*, 1 as number from up join ${posts} o on o.id = up.id where not up.content ? 'part'
        union all
        select o.*, (o.content->>'part')::int
        from made join ${posts} o on o.item_id = made.item_id and o.channel_id = made.channel_id
          and o.content->>'replyTo' = made.id::text and o.content ? 'part'
      ), last as (
        select * from made order by number desc limit 1
      )
      select number, id as "postId", state, ${filesAwaited('made')} as "files", content->>'text' as "text", failure,
        case when state <> 'removed' then remote_url end as "remoteUrl"
      from made
      union all
      select last.number + next.n, null, null, null, next.part->>'text', null, null
      from last, jsonb_array_elements(last.content->'thread') with ordinality next (part, n)
      order by number`,
  );
  return parts.length > 1 ? parts : [];
}
