import type { MetricReading } from '@mobilise/channels/adapter';
import { isRemote, type RemoteKind } from '@mobilise/channels/registry';
import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { type Metric, metrics } from '@mobilise/contracts/engagement';
import { type ChannelRow, channelsById, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { wordsOf } from '../words.ts';
import { ownFigures } from './own-figures.ts';
import { append } from './readings.ts';
import { nextReadingIn, nextTryIn } from './schedule.ts';

/** Posts read in one run; the next run takes the rest. */
const batch = 500;
/** Minutes after which posts taken by a publisher that stopped are read by another. */
const lease = 5;
/** Milliseconds that reading one channel may take. */
const deadline = 60_000;

interface Due {
  id: string;
  kind: ChannelKindName;
  channelId: string;
  remoteId: string;
  /** Milliseconds since it was published. */
  age: number;
}

/**
 * Reads the engagement of the posts whose time it is, one request or few a channel, and appends what was told. What the
 * channel does not give is `unavailable`, what could not be read is an `error` and tried again; neither is ever a zero.
 * Answers how many posts were read.
 */
export async function collect(publisher: Publisher): Promise<number> {
  const due = await take(publisher);
  const channels = await channelsById(
    publisher,
    due.map(({ channelId }) => channelId),
  );
  await Promise.all(
    [...Map.groupBy(due, ({ channelId }) => channelId)].map(async ([channelId, posts]) => {
      const kind = posts[0]?.kind;
      const channel = channels.get(channelId);
      if (!kind || !channel) return;
      // A channel that tells nothing is not asked again.
      if (channelKindOf(kind).metrics.length === 0)
        return append(
          publisher,
          kind,
          posts.map(({ id }) => ({ id, readings: [], nextIn: null })),
        );
      const told = isRemote(kind)
        ? await ask(
            publisher,
            kind,
            channel,
            posts.map(({ remoteId }) => remoteId),
          )
        : await siteFigures(
            publisher,
            posts.map(({ id }) => id),
          );
      const read = posts.map((post) => {
        const readings =
          told.get(isRemote(kind) ? post.remoteId : post.id) ?? failed(kind, 'The channel left this post out.');
        const again = readings.some(({ status }) => status === 'error');
        return { id: post.id, readings, nextIn: again ? nextTryIn(post.age) : nextReadingIn(post.age) };
      });
      await append(publisher, kind, read);
    }),
  );
  return due.length;
}

/** Takes due posts by moving their next reading ahead, so that no other publisher reads them now. */
async function take({ sql }: Publisher): Promise<Due[]> {
  return sql<Due[]>`
    with due as (
      select id from posts where next_reading_at <= statement_timestamp() order by next_reading_at limit ${batch} for update skip locked
    ), taken as (
      update posts p set next_reading_at = statement_timestamp() + make_interval(mins => ${lease})
      from due where p.id = due.id
      returning p.id, p.channel_id, p.remote_id, p.published_at
    )
    select t.id, c.kind, t.channel_id as "channelId", coalesce(t.remote_id, t.id::text) as "remoteId",
      (extract(epoch from statement_timestamp() - t.published_at) * 1000)::float8 as age
    from taken t join channels c on c.id = t.channel_id`;
}

type Told = Map<string, readonly MetricReading[]>;

async function ask(publisher: Publisher, kind: RemoteKind, channel: ChannelRow, remoteIds: string[]): Promise<Told> {
  try {
    const adapter = await publisher.adapterFor(kind);
    return await adapter.engagement(remoteIds, connectionTo(publisher, channel, AbortSignal.timeout(deadline)));
  } catch (error) {
    publisher.log.warn({ channel: channel.id, error }, 'Engagement could not be read');
    return new Map(remoteIds.map((id) => [id, failed(kind, wordsOf(error))]));
  }
}

/** The site counts itself, so its figures are always there; no row yet means that nobody came: zero. */
async function siteFigures({ sql }: Publisher, ids: string[]): Promise<Told> {
  const rows = await sql<{ id: string; metric: Metric; value: number }[]>`
    select p.id, m.metric, m.value::float8 as value
    from unnest(${ids}::uuid[]) as p(id) cross join lateral (${ownFigures(sql, 'p.id')}) as m(metric, value)`;
  const told = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    ids.map((id) => [id, (told.get(id) ?? []).map(({ metric, value }) => ({ metric, status: 'ok' as const, value }))]),
  );
}

function failed(kind: ChannelKindName, message: string): MetricReading[] {
  const known: readonly string[] = channelKindOf(kind).metrics;
  return metrics
    .filter((metric): metric is Metric => known.includes(metric))
    .map((metric) => ({ metric, status: 'error', message }));
}
