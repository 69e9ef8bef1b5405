import type { ChannelKindName } from '@mobilise/contracts/channels';
import type { Publisher } from '../../publisher.ts';

/** A change that belongs to this publisher until its lease ends; `fence` proves it in every later write. */
export interface ClaimedChange {
  id: string;
  fence: number;
  kind: 'edit' | 'remove';
  postId: string;
  channelId: string;
  channelKind: ChannelKindName;
}

/**
 * Takes changes that are due, the longest due first. A claim is a lease alone: nothing about the change is said before bytes
 * may leave, and a claim that runs out is anybody's. What waits for its channel is left alone; taking away goes on from a
 * channel that somebody paused.
 */
export async function claimChanges(
  { sql, workerId, timing }: Publisher,
  { limit, except }: { limit: number; except: readonly string[] },
): Promise<ClaimedChange[]> {
  return sql<ClaimedChange[]>`
    with due as (
      select k.id, p.channel_id, c.kind as channel_kind
      from post_changes k join posts p on p.id = k.post_id join channels c on c.id = p.channel_id
      where k.state in ('planned', 'unconfirmed') and k.due_at <= statement_timestamp()
        and (k.lease_until is null or k.lease_until <= statement_timestamp())
        and (c.state = 'ready' or (c.state = 'paused' and k.kind = 'remove'))
        and (c.resting_until is null or c.resting_until <= statement_timestamp())
        and p.channel_id <> all(${[...except]}::uuid[])
      order by k.due_at
      limit ${limit}
      for update of k skip locked
    )
    update post_changes k set fence = k.fence + 1, claimed_by = ${workerId},
      lease_until = statement_timestamp() + make_interval(secs => ${timing.lease / 1000})
    from due where k.id = due.id
    returning k.id, k.fence, k.kind, k.post_id as "postId", due.channel_id as "channelId", due.channel_kind as "channelKind"`;
}

/** Gives claims back untouched, so that whoever is free takes them. */
export async function releaseChanges({ sql }: Publisher, claims: readonly ClaimedChange[]): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    update post_changes k set claimed_by = null, lease_until = null
    from unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::int[]) as c(id, fence)
    where k.id = c.id and k.fence = c.fence and k.state in ('planned', 'unconfirmed')`;
}
