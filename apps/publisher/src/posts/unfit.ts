import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { storable } from '../words.ts';
import type { Unfit } from './prepare.ts';

/** Fails claimed posts that can never go out as they are, before anything was sent. */
export async function failUnfit({ sql, log }: Publisher, posts: readonly Unfit[]): Promise<void> {
  if (posts.length === 0) return;
  for (const { id, message } of posts) log.warn({ post: id, message }, 'Cannot be sent as it is');
  await sql`
    with unfit as (
      select * from json_to_recordset(${JSON.stringify(posts.map((post) => ({ ...post, message: storable(post.message) })))}::text::json)
        as u(id uuid, fence int, message text, advice text)
    ), failed as (
      update posts p set state = 'failed', failure = u.message, advice = u.advice, claimed_by = null, lease_until = null,
        version = p.version + 1, updated_at = statement_timestamp()
      from unfit u
      where p.id = u.id and p.fence = u.fence and p.state = 'claimed'
      returning p.id, p.workspace_id, p.revision_id, u.message
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select f.workspace_id, 'Publisher', 'failed', 'posts', f.id::text, r.title, f.message
      from failed f join revisions r on r.id = f.revision_id
    )
    select id, ${announced(sql, 'posts', 'failed')} from failed`;
}
