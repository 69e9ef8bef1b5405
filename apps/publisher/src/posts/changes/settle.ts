import { announced } from '../../announce.ts';
import type { Publisher, Query } from '../../publisher.ts';
import { storable } from '../../words.ts';
import type { ChangeSettlement } from './settlement.ts';

/**
 * Writes what became of a change, and with it the post: an edited one carries what is out now, a removed one is `removed` and
 * read no more; on a newsroom site every post of the item goes with it, since an earlier one would come back in its place.
 * Guarded by fence and state: a write that comes after somebody else took the change does nothing. The post is locked before the
 * change, as whoever asks for one does. Whether it was written.
 */
export async function settleChange(
  sql: Query,
  { id, fence }: { id: string; fence: number },
  { state, message, advice, remoteUrl, delay }: ChangeSettlement,
): Promise<boolean> {
  const kept = (words: string | null) => (words === null ? null : storable(words));
  const rows = await sql<{ id: string }[]>`
    with locked as materialized (
      select p.id as post from posts p join post_changes k on k.post_id = p.id where k.id = ${id} for no key update of p
    ), settled as (
      update post_changes set state = ${state}, claimed_by = null, lease_until = null, message = ${kept(message)}, advice = ${kept(advice)},
        due_at = statement_timestamp() + make_interval(secs => ${delay}),
        finished_at = case when ${state} = 'done' then statement_timestamp() end,
        version = version + 1
      from locked where id = ${id} and post_id = post and fence = ${fence} and state = 'doing'
      returning post_changes.*
    ), edited as (
      update posts p set content = coalesce(k.content, p.content), revision_id = k.revision_id, payload = k.payload,
        remote_url = coalesce(${kept(remoteUrl)}, p.remote_url), edited_at = statement_timestamp(),
        version = p.version + 1, updated_at = statement_timestamp()
      from settled k where p.id = k.post_id and k.kind = 'edit' and k.state = 'done' and p.state = 'published'
    ), removed as (
      update posts p set state = 'removed', next_reading_at = null, version = p.version + 1, updated_at = statement_timestamp()
      from settled k join posts q on q.id = k.post_id join channels c on c.id = q.channel_id
      where k.kind = 'remove' and k.state = 'done' and p.state = 'published'
        and (p.id = q.id or (c.kind = 'newsroom' and p.channel_id = q.channel_id and p.item_id = q.item_id))
      returning p.id
    ), dropped as (
      update post_changes set state = 'dropped', claimed_by = null, lease_until = null, version = version + 1
      where post_id in (select id from removed) and id <> ${id} and state in ('planned', 'held', 'unconfirmed')
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select k.workspace_id, 'Publisher', case k.state
          when 'done' then case k.kind when 'edit' then 'edited in public' else 'took down' end
          else case k.kind when 'edit' then 'could not edit in public' else 'could not take down' end end,
        'posts', p.id::text, r.title, k.message
      from settled k join posts p on p.id = k.post_id join revisions r on r.id = coalesce(k.revision_id, p.revision_id)
      where k.state in ('done', 'refused', 'needs_person')
    ), told as (
      select post_id as id, workspace_id from settled
    )
    select id, ${announced(sql, 'posts', 'told')} from told`;
  return rows.length > 0;
}

/** What needs somebody before anything is sent: a picture that is gone, a post whose name on its channel nobody knows. */
export async function setAside(
  { sql }: Publisher,
  { id, fence }: { id: string; fence: number },
  { state, message, advice }: { state: 'refused' | 'needs_person'; message: string; advice: string },
): Promise<void> {
  await sql`
    with aside as (
      update post_changes set state = ${state}, claimed_by = null, lease_until = null, message = ${storable(message)}, advice = ${advice},
        version = version + 1
      where id = ${id} and fence = ${fence} and state in ('planned', 'unconfirmed')
      returning post_id as id, workspace_id
    )
    select id, ${announced(sql, 'posts', 'aside')} from aside`;
}
