import { posts } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';

/**
 * The thread of a post, as its contract has it: up from the post to the first part, down from there through those that have come
 * into being, and then what the last of them says is to follow. Empty for a post that is in none.
 */
export const threadField = sql`case when ${posts.content} ? 'thread' or ${posts.content} ? 'part' then coalesce((
  with recursive up as (
    select ${posts.id} as id, ${posts.content} as content
    union all
    select o.id, o.content from up join ${posts} o on o.id = (up.content->>'replyTo')::uuid
    where up.content ? 'part' and o.workspace_id = ${posts.workspaceId}
  ), made as (
    select o.id, o.state, o.content, o.failure, o.remote_url, 1 as number
    from up join ${posts} o on o.id = up.id where not up.content ? 'part'
    union all
    select o.id, o.state, o.content, o.failure, o.remote_url, (o.content->>'part')::int
    from made join ${posts} o on o.content->>'replyTo' = made.id::text and o.content ? 'part'
    where o.item_id = ${posts.itemId} and o.channel_id = ${posts.channelId}
  ), last as (
    select * from made order by number desc limit 1
  ), parts as (
    select number, id, state, content->>'text' as text, failure, case when state <> 'removed' then remote_url end as remote_url from made
    union all
    select last.number + next.n, null, null, next.part->>'text', null, null
    from last, jsonb_array_elements(last.content->'thread') with ordinality next (part, n)
  )
  select json_agg(json_build_object('number', number, 'postId', id, 'state', state, 'text', text, 'failure', failure,
    'remoteUrl', remote_url) order by number) from parts having count(*) > 1
), '[]'::json) else '[]'::json end`;
