import { hash, timingSafeEqual } from 'node:crypto';
import { publisherSilence } from '@mobilise/contracts/publishing';
import { sql } from 'drizzle-orm';
import express, { type Router } from 'express';
import type { Gauge, Registry } from 'prom-client';
import type { Context } from './context.ts';

/** Minutes over which attempts are counted. */
const recent = 5;

interface Reading extends Record<string, unknown> {
  due: number;
  dueResting: number;
  lag: number;
  publishers: number;
  skew: number;
  renditions: { waiting: number; failed: number; oldest: number };
  states: Record<string, number>;
  held: Record<string, number>;
  attempts: Record<string, number>;
  channels: { kind: string; state: string; count: number }[];
}

/**
 * `/metrics` for Prometheus: what the publishers do, read from the database when it is asked for, so that it is the same
 * whichever of several API processes answers. Only with a token in the settings, and only to who sends it.
 */
export function metricsRouter({ db, settings }: Pick<Context, 'db' | 'settings'>): Router {
  const router = express.Router();
  const { metricsToken } = settings;
  if (!metricsToken) return router;
  let gauges: Promise<Gauges> | undefined;
  router.get('/metrics', async (request, response) => {
    if (!same(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
      response.status(401).set('WWW-Authenticate', 'Bearer').type('text').send('Send the metrics token.\n');
      return;
    }
    // Loaded by the first question: most installations are never asked.
    gauges ??= makeGauges();
    const { registry, set } = await gauges;
    set(await read(db));
    response
      .set('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
  return router;
}

interface Gauges {
  registry: Registry;
  set: (reading: Reading) => void;
}

async function makeGauges(): Promise<Gauges> {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'mobilise_api_' });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name: `mobilise_${name}`, help, labelNames, registers: [registry] });
  const due = gauge('posts_due', 'Posts whose time has come and that nobody has begun to send');
  const dueResting = gauge(
    'posts_due_resting',
    'Those of them whose channel rests: they wait for its pace or its platform',
  );
  const lag = gauge('posts_lag_seconds', 'How long the longest due of those has waited whose channel does not rest');
  const publishers = gauge('publishers', 'Publishers that said within 20 seconds that they live');
  const skew = gauge(
    'publishers_clock_skew_seconds',
    'The most that the clock of one of them and the database’s differ',
  );
  const renditions = gauge('renditions', 'Uploads that wait for their pictures, or got none', ['state']);
  const oldest = gauge('renditions_oldest_seconds', 'How long the oldest of those that wait has waited');
  const states = gauge('posts', 'Posts on their way or in need of somebody, by state', ['state']);
  const held = gauge('posts_held', 'Held posts, by reason', ['reason']);
  const attempts = gauge('attempts_recent', `Tries at sending in the last ${recent} minutes, by outcome`, ['outcome']);
  const channels = gauge('channels', 'Channels by kind and state; failing is an open circuit', ['kind', 'state']);
  const fill = <L extends string>(of: Gauge<L>, label: L, counts: Record<string, number>) => {
    of.reset();
    for (const [name, count] of Object.entries(counts)) of.set({ [label]: name } as Record<L, string>, count);
  };
  return {
    registry,
    set: (reading) => {
      due.set(reading.due);
      dueResting.set(reading.dueResting);
      lag.set(reading.lag);
      publishers.set(reading.publishers);
      skew.set(reading.skew);
      renditions.set({ state: 'waiting' }, reading.renditions.waiting);
      renditions.set({ state: 'failed' }, reading.renditions.failed);
      oldest.set(reading.renditions.oldest);
      fill(states, 'state', reading.states);
      fill(held, 'reason', reading.held);
      fill(attempts, 'outcome', reading.attempts);
      channels.reset();
      for (const { kind, state, count } of reading.channels) channels.set({ kind, state }, count);
    },
  };
}

/** Of all workspaces together: an operator's figures hold nothing of what they write. */
async function read(db: Context['db']): Promise<Reading> {
  const [reading] = await db.execute<Reading>(sql`
    with due as materialized (
      select p.send_at, c.resting_until > statement_timestamp() as rests from posts p join channels c on c.id = p.channel_id
      where p.state = 'scheduled' and p.send_at <= statement_timestamp()
    )
    select
      (select count(*)::int from due) as due,
      (select count(*)::int from due where rests) as "dueResting",
      (select coalesce(extract(epoch from statement_timestamp() - min(send_at)), 0)::float8 from due where rests is not true) as lag,
      (select coalesce(max(abs(skew)), 0)::float8 / 1000 from publishers
        where seen_at > statement_timestamp() - make_interval(secs => ${publisherSilence})) as skew,
      (select json_build_object('waiting', count(*) filter (where state = 'processing'), 'failed', count(*) filter (where state = 'failed'),
        'oldest', coalesce(extract(epoch from statement_timestamp() - min(created_at) filter (where state = 'processing')), 0)) from assets
        where state in ('processing', 'failed')) as renditions,
      (select count(*)::int from publishers where seen_at > statement_timestamp() - make_interval(secs => ${publisherSilence})) as publishers,
      (select coalesce(json_object_agg(state, count), '{}') from (
        select state, count(*)::int from posts where state in ('claimed', 'sending', 'unconfirmed', 'needs_person', 'failed', 'held') group by state
      ) s) as states,
      (select coalesce(json_object_agg(hold_reason, count), '{}') from (
        select hold_reason, count(*)::int from posts where state = 'held' group by hold_reason
      ) h) as held,
      (select coalesce(json_object_agg(outcome, count), '{}') from (
        select coalesce(outcome, 'under_way') as outcome, count(*)::int from attempts
        where started_at > statement_timestamp() - make_interval(mins => ${recent}) group by 1
      ) a) as attempts,
      (select coalesce(json_agg(c), '[]') from (
        select kind, state, count(*)::int from channels group by kind, state
      ) c) as channels`);
  if (!reading) throw new Error('A select without a table answered no row');
  return reading;
}

/** Whether two texts are the same, in a time that tells nothing about where they differ. */
function same(left: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', left, 'buffer'), hash('sha256', right, 'buffer'));
}
