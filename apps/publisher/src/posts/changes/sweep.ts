import { ourWords } from '@mobilise/contracts/failure-words';
import { announced } from '../../announce.ts';
import type { Publisher } from '../../publisher.ts';

/**
 * Takes over changes whose publisher stopped while it did them, by the database's clock and after a quiet period in which a
 * request could still arrive: nobody knows, so they are done again. A claim that ran out needs no sweep.
 */
export async function sweepChanges({ sql, timing, log }: Publisher): Promise<number> {
  const rows = await sql<{ id: string }[]>`
    with expired as (
      select id from post_changes
      where state = 'doing' and lease_until < statement_timestamp() - make_interval(secs => ${timing.quiet / 1000})
      order by lease_until limit 1000 for update skip locked
    ), swept as (
      update post_changes k set state = 'unconfirmed', claimed_by = null, lease_until = null, due_at = statement_timestamp(),
        message = ${ourWords.stopped}, advice = null, version = k.version + 1
      from expired e where k.id = e.id
      returning k.id as change, k.post_id as id, k.workspace_id
    )
    select change as id, ${announced(sql, 'posts', 'swept')} from swept`;
  for (const { id } of rows) log.warn({ change: id }, 'A publisher stopped during a change; it is done again');
  return rows.length;
}
