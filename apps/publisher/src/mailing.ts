import { setTimeout as wait } from 'node:timers/promises';
import type { LetterResult, Mailing, OutgoingLetter } from '@mobilise/channels/adapter';
import { isConnectionError } from '@mobilise/db/connect';
import { holdOf, shareHoldLock } from '@mobilise/db/holds';
import { signed } from '@mobilise/db/links';
import { announce } from './announce.ts';
import type { Publisher } from './publisher.ts';
import { storable } from './words.ts';

/** Seconds to wait after each try that the server put off (RFC 5321, 4.5.4.1 asks for half an hour at some time). */
const waits = [300, 900, 1800, 3600, 4 * 3600, 12 * 3600];
/** Milliseconds between tellings of how far a list has got. */
const tellEvery = 2000;
/** Milliseconds for which a result is tried to be written while the database is away. */
const patience = 30_000;

const stoppedMidway = 'The publisher stopped while this letter was on its way, so nobody knows whether it arrived.';

/** The post whose letters are sent, by a publisher that has claimed it; `late`: it is published, and these are letters that had to wait. */
export interface MailingOf {
  postId: string;
  channelId: string;
  fence: number;
  late?: boolean;
}

type Taken = OutgoingLetter & { attempt: number };

/**
 * The list of a newsletter post. A letter is `sending` before its first byte leaves, one commit a letter, so a crash leaves at most
 * as many in doubt as there were sessions. It leaves `sending` by its result alone; whoever takes the post over calls those of the
 * one before unknown. `ending`: this process gives up its posts.
 */
export function mailingOf(publisher: Publisher, of: MailingOf, ending: AbortSignal): Mailing {
  const { sql, settings, key, timing, log, monotonic, held } = publisher;
  const { postId, channelId, fence, late = false } = of;
  let workspaceId = '';
  let stopped = false;
  let renewed = monotonic();
  let told = monotonic();
  /** Proof of each letter's own turn: a result that comes after another's try does nothing. */
  const attempts = new Map<number, number>();

  /** Whether the post is still ours to send from, as a condition on `p` and its channel `c`. */
  const ours = () =>
    late
      ? sql`p.state = 'published' and c.state = 'ready'`
      : sql`p.state = 'sending' and p.fence = ${fence} and p.lease_until > clock_timestamp() and c.state = 'ready'`;

  const renew = async () => {
    if (late || monotonic() - renewed < timing.lease / 4) return;
    renewed = monotonic();
    await sql`
      update posts set lease_until = clock_timestamp() + make_interval(secs => ${timing.lease / 1000})
      where id = ${postId} and fence = ${fence} and state = 'sending' and lease_until > clock_timestamp()`;
  };
  const tell = async () => {
    if (monotonic() - told < tellEvery) return;
    told = monotonic();
    await announce(sql, workspaceId, 'letters', postId);
  };

  const take = async (): Promise<Taken | null> => {
    const [, rows] = await sql.begin((tx) =>
      Promise.all([
        tx.unsafe(shareHoldLock).execute(),
        tx<{ ours: boolean; id: string | null; address: string; subscriberId: string; attempt: number }[]>`
          with post as (
            select p.id from posts p join channels c on c.id = p.channel_id
            where p.id = ${postId} and ${ours()} and ${tx.unsafe(holdOf('p'))} is null
          ), picked as (
            select l.id from letters l join subscribers s on s.id = l.subscriber_id and s.state = 'active'
            where l.post_id = (select id from post) and l.state = 'pending'
              and (l.not_before is null or l.not_before <= statement_timestamp())
            order by l.id limit 1 for update of l skip locked
          ), taken as (
            update letters l set state = 'sending', attempts = l.attempts + 1, fence = ${fence}, started_at = clock_timestamp(),
              finished_at = null
            from picked where l.id = picked.id
            returning l.id, l.address, l.subscriber_id, l.attempts
          )
          select (select count(*) from post) = 1 as ours, t.id::text, t.address, t.subscriber_id as "subscriberId", t.attempts as attempt
          from (values (1)) one left join taken t on true`,
      ]),
    );
    const [row] = rows;
    if (!row?.ours) stopped = true;
    if (!row?.id) return null;
    const { id, address, subscriberId, attempt } = row;
    attempts.set(Number(id), attempt);
    return {
      id: Number(id),
      address,
      attempt,
      name: signed(key, 'letter', [id]),
      unsubscribeUrl: `${settings.publicUrl}/newsletters/unsubscribe/${signed(key, 'unsubscribe', [subscriberId, id])}`,
    };
  };

  const write = async (letter: OutgoingLetter, result: LetterResult) => {
    const attempt = attempts.get(letter.id) ?? 0;
    const { state, delay, bounced } = rowOf(result, attempt);
    const reply = 'reply' in result ? storable(result.reply) : null;
    // Somebody stopped the letters while this one was under way, so it has had its only try.
    const over = sql`${state} = 'pending' and not_before is not distinct from 'infinity'`;
    await sql`
      with written as (
        update letters set state = case when ${over} then 'skipped' else ${state} end,
          reply = case when ${over} then reply else coalesce(${reply}, reply) end,
          finished_at = case when ${state} <> 'pending' or ${over} then statement_timestamp() end,
          bounced_at = case when ${bounced} then statement_timestamp() else bounced_at end,
          not_before = case when ${delay}::float8 is not null and not (${over}) then statement_timestamp() + make_interval(secs => ${delay}) end
        where id = ${letter.id} and attempts = ${attempt} and state in ('sending', 'unknown')
        returning subscriber_id
      ), bounces as (
        update subscribers s set state = 'bounced', since = statement_timestamp(), bounces = s.bounces + 1, reply = ${reply}
        from written w where s.id = w.subscriber_id and ${bounced} and s.state = 'active'
        returning s.id
      )
      update letters l set state = 'skipped', reply = ${reply} from bounces b where l.subscriber_id = b.id and l.state = 'pending'`;
  };

  return {
    open: async () => {
      await sql.begin(async (tx) => {
        const [post] = late
          ? [{ id: postId }]
          : await tx`select id from posts where id = ${postId} and fence = ${fence} and state = 'sending' for update`;
        if (!post) throw new Error('Another publisher has this post now');
        if (late) return;
        await tx`
          update letters set state = 'unknown', finished_at = statement_timestamp(), reply = ${stoppedMidway}
          where post_id = ${postId} and state = 'sending' and fence < ${fence}`;
        // What was refused for the letter's sake, and not the address's, may be sent again once somebody has mended it.
        await tx`
          update letters set state = 'pending', not_before = null
          where post_id = ${postId} and state = 'refused' and bounced_at is null and fence < ${fence}`;
        await tx`
          insert into letters (post_id, subscriber_id, address)
          select ${postId}, id, email from subscribers
          where channel_id = ${channelId} and state = 'active' and not exists (select from letters where post_id = ${postId})
          order by id`;
      });
      const [row] = await sql<{ workspaceId: string; total: number; colour: string }[]>`
        select w.id as "workspaceId", w.colour, (select count(*)::int from letters where post_id = ${postId}) as total
        from channels c join workspaces w on w.id = c.workspace_id where c.id = ${channelId}`;
      workspaceId = row?.workspaceId ?? '';
      return { total: row?.total ?? 0, colour: row?.colour ?? '#0f766e' };
    },
    next: async () => {
      if (stopped || ending.aborted) return null;
      const since = monotonic();
      await renew();
      const letter = await take();
      if (letter && since <= held.at) {
        // Pressed while we asked: it saw the switch or not, and it has not left.
        stopped = true;
        await write(letter, { state: 'unsent' });
        return null;
      }
      await tell();
      return letter;
    },
    settle: async (letter, result) => {
      const until = monotonic() + patience;
      for (;;) {
        try {
          return await write(letter, result);
        } catch (error) {
          if (!isConnectionError(error) || monotonic() > until) throw error;
          log.warn(
            { post: postId, letter: letter.id },
            'What became of a letter could not be written yet; trying again',
          );
          await wait(250);
        }
      }
    },
    interrupted: () => stopped || ending.aborted,
    counts: async () => {
      await sql`
        update letters l set state = 'skipped', reply = 'No longer subscribed.'
        where l.post_id = ${postId} and l.state = 'pending'
          and not exists (select from subscribers s where s.id = l.subscriber_id and s.state = 'active')`;
      const [row] = await sql<Awaited<ReturnType<Mailing['counts']>>[]>`
        select count(*)::int as total, ${count('accepted')}, ${count('refused')}, ${count('unknown')}, ${count('pending')}
        from letters where post_id = ${postId}`;
      await announce(sql, workspaceId, 'letters', postId);
      return row ?? { total: 0, accepted: 0, refused: 0, unknown: 0, pending: 0 };
    },
  };

  function count(state: string) {
    return sql`(count(*) filter (where state = ${state}))::int as ${sql(state)}`;
  }
}

/** What a result makes of a row after its n-th try; `delay` in seconds. Pure. */
function rowOf(
  result: LetterResult,
  attempt: number,
): { state: 'accepted' | 'refused' | 'unknown' | 'pending'; delay: number | null; bounced: boolean } {
  switch (result.state) {
    case 'accepted':
    case 'unknown':
      return { state: result.state, delay: null, bounced: false };
    case 'refused':
      return { state: 'refused', delay: null, bounced: result.bounced };
    case 'later': {
      const delay = waits[attempt - 1];
      return delay === undefined
        ? { state: 'refused', delay: null, bounced: false }
        : { state: 'pending', delay, bounced: false };
    }
    case 'unsent':
      // One at which the connection ends every time must not stand before all others for ever.
      return { state: 'pending', delay: attempt > 1 ? 120 : null, bounced: false };
  }
}
