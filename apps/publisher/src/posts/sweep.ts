import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/**
 * Takes over from publishers that stopped, by the database's clock: an expired claim is scheduled again, because nothing
 * was sent; an expired intent is unconfirmed, because something may have been, once a quiet period has passed in which a
 * request could still arrive. The quiet period is spent already, so the channel may be asked at once.
 */
export async function sweep({ sql, timing, log }: Publisher): Promise<{ freed: number; unconfirmed: number }> {
  const freed = await sql<{ id: string }[]>`
    update posts set state = 'scheduled', claimed_by = null, lease_until = null, updated_at = statement_timestamp()
    where id in (
      select id from posts where state = 'claimed' and lease_until < statement_timestamp() order by lease_until limit 5000 for update skip locked
    ) and state = 'claimed'
    returning id`;
  const words = 'The publisher stopped before the channel’s answer could be kept.';
  const unconfirmed = await sql<{ id: string }[]>`
    with expired as (
      select id from posts
      where state = 'sending' and lease_until < statement_timestamp() - make_interval(secs => ${timing.quiet / 1000})
      order by lease_until limit 5000 for update skip locked
    ), swept as (
      update posts p set state = 'unconfirmed', claimed_by = null, lease_until = statement_timestamp(), failure = ${words}, advice = null,
        version = p.version + 1, updated_at = statement_timestamp()
      from expired e where p.id = e.id
      returning p.id, p.workspace_id, p.revision_id, p.attempts
    ), finished as (
      update attempts a set finished_at = statement_timestamp(), outcome = 'unknown', message = ${words}
      from swept s where a.post_id = s.id and a.number = s.attempts and a.finished_at is null
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select s.workspace_id, 'Publisher', 'unconfirmed', 'posts', s.id::text, r.title, ${words}
      from swept s join revisions r on r.id = s.revision_id
    )
    select id, ${announced(sql, 'posts', 'swept')} from swept`;
  for (const { id } of freed) log.warn({ post: id }, 'A publisher stopped before sending; scheduled again');
  for (const { id } of unconfirmed) log.warn({ post: id }, 'A publisher stopped while sending; asking the channel');
  return { freed: freed.length, unconfirmed: unconfirmed.length };
}
