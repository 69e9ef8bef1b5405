import { holdOf, shareHoldLock } from '@mobilise/db/holds';
import { announced } from '../../announce.ts';
import type { Publisher, Query } from '../../publisher.ts';
import type { Change } from './prepare.ts';

/**
 * Commits that bytes are about to leave, in the caller's transaction: `doing`, what goes out, and one more try; the lease
 * starts again here. Answers the number of the try; null when the change is no longer ours, or when the hold switch covers
 * an edit, which is held then. A removal goes on: silence is kept by taking away, too.
 */
export async function intendChange(
  { workerId, timing }: Publisher,
  sql: Query,
  { id, fence, payload }: Pick<Change, 'id' | 'fence' | 'payload'>,
): Promise<number | null> {
  const locked = sql.unsafe(shareHoldLock).execute();
  const intending = sql<{ tries: number; state: string }[]>`
    with covered as (
      select k.id, case when k.kind = 'edit' then ${sql.unsafe(holdOf('p'))} end as hold_id
      from post_changes k join posts p on p.id = k.post_id where k.id = ${id}
    ), intended as (
      update post_changes k set
        state = case when v.hold_id is null then 'doing' else 'held' end,
        hold_id = v.hold_id,
        payload = coalesce(k.payload, ${payload && JSON.stringify(payload)}::text::jsonb),
        attempts = k.attempts + case when v.hold_id is null then 1 else 0 end,
        lease_until = case when v.hold_id is null then clock_timestamp() + make_interval(secs => ${timing.lease / 1000}) end,
        version = k.version + 1
      from covered v
      where k.id = v.id and k.fence = ${fence} and k.state in ('planned', 'unconfirmed') and k.claimed_by = ${workerId}
        and k.lease_until > clock_timestamp()
      returning k.id, k.post_id, k.workspace_id, k.attempts as tries, k.state
    ), told as (
      select post_id as id, workspace_id from intended
    )
    select tries, state, ${announced(sql, 'posts', 'told')} from intended`;
  // Sent together, on one connection: the statement looks for holds when it has the lock.
  const [, [row]] = await Promise.all([locked, intending]);
  return row?.state === 'doing' ? row.tries : null;
}
