import type { OutgoingPost } from '@mobilise/channels/adapter';
import { isRemote } from '@mobilise/channels/registry';
import { channelsById, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { wordsOf } from '../words.ts';

/** Seconds in which a mail server that did not take letters is left in peace. */
const rest = 300;
/** Posts looked after at a time. */
const batch = 5;

interface Row {
  id: string;
  channelId: string;
  fence: number;
  payload: OutgoingPost;
}

/**
 * Sends what a list that is through has left behind: letters that a server put off, and those that a person wants sent again. Any
 * number of publishers may do so at once, since no letter is given out twice. Answers how many posts had some.
 */
export async function sendLate(publisher: Publisher, ending: AbortSignal): Promise<number> {
  const { sql, timing, log } = publisher;
  const given = (timing.lease + timing.quiet) / 1000;
  await sql`
    update letters l set state = 'unknown', finished_at = statement_timestamp(),
      reply = 'The publisher stopped while this letter was on its way, so nobody knows whether it arrived.'
    from posts p where p.id = l.post_id and p.state = 'published' and l.state = 'sending'
      and l.started_at < statement_timestamp() - make_interval(secs => ${given})`;
  const rows = await sql<Row[]>`
    select p.id, p.channel_id as "channelId", p.fence, p.payload
    from posts p join channels c on c.id = p.channel_id
    where p.state = 'published' and c.kind = 'email' and c.state = 'ready' and p.payload is not null and exists (
      select from letters l where l.post_id = p.id and l.state = 'pending' and (l.not_before is null or l.not_before <= statement_timestamp()))
      and (c.resting_until is null or c.resting_until <= statement_timestamp())
    limit ${batch}`;
  const channels = await channelsById(
    publisher,
    rows.map(({ channelId }) => channelId),
  );
  for (const { id, payload, fence, channelId } of rows) {
    const channel = channels.get(channelId);
    if (!channel || !isRemote(channel.kind) || ending.aborted) continue;
    try {
      const adapter = await publisher.adapterFor(channel.kind);
      const sending = { id, fence, ending, late: true };
      const outcome = await adapter.publish(payload, connectionTo(publisher, channel, ending, sending));
      // A server that is not as it should be is not asked again with every look.
      if (outcome.outcome === 'refused' || outcome.outcome === 'waiting')
        await sql`
          update channels set resting_until = greatest(resting_until, statement_timestamp() + make_interval(secs => ${rest}))
          where id = ${channelId} and ${!ending.aborted}`;
      log.info({ post: id, outcome: outcome.outcome }, 'Letters that had to wait were sent');
    } catch (error) {
      log.warn(
        { post: id, message: wordsOf(error) },
        'Letters that had to wait could not be sent; they are tried again',
      );
    }
  }
  return rows.length;
}
