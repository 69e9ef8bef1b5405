import { channelKindOf } from '@mobilise/contracts/channels';
import type { Publisher } from '../publisher.ts';
import type { Claimed } from './claim.ts';

/**
 * Takes as many posts of a channel as its platform lets us send now, from the one bucket that all publishers share: it holds
 * at most what the kind's rate allows and fills up evenly. When it is empty, the channel rests until there is one more; while
 * it rests, for this or because the platform asked for it, nobody gets any. Answers how many may go.
 */
export async function takeTokens(
  { sql }: Publisher,
  { channelId, kind }: Pick<Claimed, 'channelId' | 'kind'>,
  wanted: number,
): Promise<number> {
  const { rate } = channelKindOf(kind);
  if (!rate) {
    const [channel] = await sql<{ rests: boolean }[]>`
      select coalesce(resting_until > statement_timestamp(), false) as rests from channels where id = ${channelId}`;
    return channel?.rests ? 0 : wanted;
  }
  const perSecond = rate.posts / rate.seconds;
  const [row] = await sql<{ got: number }[]>`
    with bucket as (
      select id, coalesce(resting_until > statement_timestamp(), false) as rests,
        least(${rate.posts}::float8, coalesce(tokens, ${rate.posts}::float8)
          + ${perSecond}::float8 * coalesce(extract(epoch from statement_timestamp() - tokens_at), 0)::float8) as level
      from channels where id = ${channelId} for no key update
    ), taken as (
      select *, case when rests then 0 else least(${wanted}::int, floor(level)::int) end as got from bucket
    ), written as (
      update channels c set tokens = t.level - t.got, tokens_at = statement_timestamp(),
        resting_until = case
          when t.rests then c.resting_until
          when t.got < ${wanted}::int then statement_timestamp() + make_interval(secs => (1 - (t.level - t.got)) / ${perSecond}::float8)
        end
      from taken t where c.id = t.id
    )
    select got from taken`;
  return row?.got ?? 0;
}
