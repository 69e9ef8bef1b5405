import { holdWords } from '@mobilise/contracts/post-states';
import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { storable } from '../words.ts';

/** Sends in a row that a platform did not take, after which it is left in peace until it answers again. */
export const circuitOpensAfter = 5;

/** What a send told about its channel; `error` in the platform's words. */
export interface Sign {
  channelId: string;
  error: {
    message: string;
    advice: string;
    reconnect: boolean;
    /** Seconds for which the platform wants nothing from us. */
    rest: number | null;
    /** Whether it tells of the channel and not of the post: several in a row open its circuit. */
    ill: boolean;
  } | null;
}

/**
 * Keeps what sends tell about their channels. A channel that only a person can mend, and one that did not take several posts
 * in a row, is marked so, and its scheduled posts are held until then. One that asked for a rest gets it. Apart from settling on purpose: what is lost here by a crash, the next send tells again.
 */
export async function noteHealth({ sql, log }: Publisher, signs: readonly Sign[]): Promise<void> {
  const successes = new Set(signs.filter(({ error }) => !error).map(({ channelId }) => channelId));
  const errors = new Map(signs.flatMap(({ channelId, error }) => (error ? [[channelId, error] as const] : [])));
  if (successes.size > 0) {
    // Once a second is enough, and spares a busy channel's row; whoever else holds it writes the same.
    await sql`
      update channels set last_success_at = statement_timestamp(), failures = 0
      where id in (
        select id from channels
        where id = any(${[...successes]}::uuid[]) and (failures > 0 or last_success_at is null or last_success_at < statement_timestamp() - interval '1 second')
        for no key update skip locked
      )`;
  }
  for (const [channelId, { message, advice, reconnect, rest }] of errors) {
    const ill = signs.filter((sign) => sign.channelId === channelId && sign.error?.ill).length;
    log.warn({ channel: channelId, message, reconnect }, 'The channel refused');
    const [marked] = await sql<{ state: string }[]>`
      with marked as (
        update channels set last_error_at = statement_timestamp(), last_error = ${storable(message)}, last_advice = ${storable(advice)},
          failures = failures + ${ill},
          resting_until = case when ${rest}::float8 is null then resting_until
            else greatest(resting_until, statement_timestamp() + make_interval(secs => ${rest})) end,
          state = case
            when state <> 'ready' then state
            when ${reconnect} then 'needs_reconnect'
            when failures + ${ill} >= ${circuitOpensAfter} then 'failing'
            else 'ready' end
        where id = ${channelId}
        returning id, workspace_id, state
      )
      select state, ${announced(sql, 'channels', 'marked')} from marked`;
    if (marked?.state === 'needs_reconnect' || marked?.state === 'failing') await holdPostsOf(sql, channelId);
  }
}

/** Holds a channel's scheduled posts. One that is locked at this moment is held when it would be claimed. */
async function holdPostsOf(sql: Publisher['sql'], channelId: string): Promise<void> {
  await sql`
    with waiting as (
      select id from posts where channel_id = ${channelId} and state = 'scheduled' for update skip locked
    ), held as (
      update posts p set state = 'held', hold_reason = 'channel', version = p.version + 1, updated_at = statement_timestamp()
      from waiting w where p.id = w.id
      returning p.id, p.workspace_id, p.revision_id
    ), audited as (
      insert into audit_entries (workspace_id, actor, action, noun, subject_id, subject, reason)
      select h.workspace_id, 'Publisher', 'held', 'posts', h.id::text, r.title, ${holdWords.channel}
      from held h join revisions r on r.id = h.revision_id
    )
    select id, ${announced(sql, 'posts', 'held')} from held`;
}
