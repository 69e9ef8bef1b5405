import { ourWords } from '@mobilise/contracts/failure-words';
import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';

/** What a log line says of a post that was taken over; the attempt is its last, 0 when there was none. */
interface Swept {
  id: string;
  channel: string;
  attempt: number;
}

/**
 * Takes over from publishers that stopped, by the database's clock: an expired claim is scheduled again, because nothing
 * was sent; an expired intent is unconfirmed, because something may have been, once a quiet period has passed in which a
 * request could still arrive. The quiet period is spent already, so the channel may be asked at once.
 */
export async function sweep({ sql, timing, log }: Publisher): Promise<{ freed: number; unconfirmed: number }> {
  const freed = await sql<Swept[]>`
    update posts set state = 'scheduled', claimed_by = null, lease_until = null, updated_at = statement_timestamp()
    where id in (
      select id from posts where state = 'claimed' and lease_until < statement_timestamp() order by lease_until limit 5000 for update skip locked
    ) and state = 'claimed'
    returning id, channel_id as channel, attempts as attempt`;
  const words = ourWords.stopped;
  const unconfirmed = await sql<Swept[]>`
    with expired as (
      select id from posts
      where state = 'sending' and lease_until < statement_timestamp() - make_interval(secs => ${timing.quiet / 1000})
      order by lease_until limit 5000 for update skip locked
    ), swept as (
      update posts p set state = 'unconfirmed', claimed_by = null, lease_until = statement_timestamp(), failure = ${words}, advice = null,
        version = p.version + 1, updated_at = statement_timestamp()
      from expired e where p.id = e.id
      returning p.id, p.workspace_id, p.channel_id, p.revision_id, p.attempts
    ), finished as (
      update attempts a set finished_at = statement_timestamp(), outcome = 'unknown', message = ${words}
      from swept s where a.post_id = s.id and a.number = s.attempts and a.finished_at is null
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select s.workspace_id, 'Publisher', 'unconfirmed', 'posts', s.id::text, r.title, ${words}
      from swept s join revisions r on r.id = s.revision_id
    )
    select id, channel_id as channel, attempts as attempt, ${announced(sql, 'posts', 'swept')} from swept`;
  for (const { id, channel, attempt } of freed)
    log.warn({ post: id, channel, attempt }, 'A publisher stopped before sending; scheduled again');
  for (const { id, channel, attempt } of unconfirmed)
    log.warn({ post: id, channel, attempt }, 'A publisher stopped while sending; asking the channel');
  return { freed: freed.length, unconfirmed: unconfirmed.length };
}
