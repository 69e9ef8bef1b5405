import { setTimeout as wait } from 'node:timers/promises';
import { blueskyFake } from '@mobilise/channels/bluesky-fake';
import { wallTimeOf } from '@mobilise/contracts/time';
import type { Sql } from '@mobilise/db/connect';
import { onEnd } from '../clean-up.ts';
import { type Figure, note, short } from '../figure.ts';
import { percentile } from '../statistics.ts';
import { createPosts } from './create-post.ts';
import type { BusyStage } from './stages.ts';

const count = 200;
/** Milliseconds between scheduling and the first instant: scheduling is not what is measured here. */
const lead = 15_000;

/**
 * How late posts leave: milliseconds from their instant until they are on the newsroom site, or have arrived at a Bluesky
 * server that is a fake. 200 posts at instants all over a minute, half to each. Before them 200 go out at one instant, as wall
 * times to the minute make them; that is told beside the figure, as is when the database had them as published. Each must
 * arrive, once.
 */
export const scheduleToSend: Figure<BusyStage> = {
  name: 'schedule_to_send_p99',
  unit: 'ms',
  goal: '≤ 100',
  measure: async ({ desk, connection: { sql }, seed: { itemIds } }) => {
    const fake = await blueskyFake();
    const close = onEnd(fake.close);
    try {
      const account = fake.typed(fake.url);
      const body = { kind: 'bluesky', name: 'Fern Hill on Bluesky', ...account };
      const { id: blueskyId } = await desk.api.call<{ id: string }>('POST', '/channels', body);
      // Words alone: the pictures of these stories have no files behind them.
      const content = { text: 'Carers’ week starts on Monday. Come along!', images: [], link: null };
      const order = { itemIds, channels: [{ id: desk.newsroomId }, { id: blueskyId, content }], count };

      const instant = nextMinute(Date.now() + lead);
      const wallTime = wallTimeOf(new Date(instant), 'Europe/London');
      const together = await createPosts(desk, { ...order, wallTime, atOnce: 4 });
      await wait(instant - Date.now());
      const atOneInstant = await lateness(sql, together, fake.arrivals());
      note(`at one instant: ${told(atOneInstant)}`);

      const minute = nextMinute(Date.now() + 2 * lead);
      const later = wallTimeOf(new Date(minute), 'Europe/London');
      const spread = await createPosts(desk, { ...order, wallTime: later, atOnce: 16 });
      await spreadOver(sql, spread, minute);
      await wait(minute + 60_000 - Date.now());
      const overMinute = await lateness(sql, spread, fake.arrivals());

      if (fake.log().length !== count) throw new Error(`Bluesky got ${fake.log().length} posts instead of ${count}`);
      note(`over a minute: ${told(overMinute)}`);
      return percentile(overMinute, 0.99);
    } finally {
      await close();
    }
  },
};

function nextMinute(from: number): number {
  return Math.ceil(from / 60_000) * 60_000;
}

/**
 * Moves posts from their full minute to instants between two seconds after it and the end of it: three in five have one
 * to themselves, the others share theirs with seven.
 */
async function spreadOver(sql: Sql, posts: readonly { id: string }[], minute: number): Promise<void> {
  const ids = posts.map(({ id }) => id);
  // The golden ratio spreads instants evenly without a rhythm.
  const instants = ids.map((_, index) => {
    const number = index < 0.6 * ids.length ? index : Math.floor(index / 8) * 8;
    return new Date(minute + 2000 + Math.round(((number * 0.618034) % 1) * 58_000)).toISOString();
  });
  await sql`
    update posts p set due_at = m.at, send_at = m.at
    from unnest(${ids}::uuid[], ${instants}::text[]::timestamptz[]) as m(id, at)
    where p.id = m.id and p.state = 'scheduled'`;
}

/** Waits until posts are published; their lateness in milliseconds. Throws when one is lost, or was tried twice. */
async function lateness(
  sql: Sql,
  posts: readonly { id: string }[],
  arrivals: ReadonlyMap<string, number>,
): Promise<number[]> {
  const ids = posts.map(({ id }) => id);
  for (let tries = 0; ; tries += 1) {
    const rows = await sql<{ state: string; attempts: number; late: number; handle: string; due: number }[]>`
      select p.state, count(a.id)::int as attempts,
        (extract(epoch from p.published_at - p.due_at) * 1000)::float8 as late,
        p.handle, (extract(epoch from p.due_at) * 1000)::float8 as due
      from posts p left join attempts a on a.post_id = p.id
      where p.id = any(${ids}::uuid[]) group by p.id`;
    const published = rows.filter(({ state, attempts }) => state === 'published' && attempts === 1);
    if (published.length === count) {
      note(`until the database has them as published: ${told(published.map(({ late }) => late))}`);
      return published.map(({ late, handle, due }) => (arrivals.get(handle) ?? due + late) - due);
    }
    if (tries === 100) {
      const states = Map.groupBy(rows, ({ state, attempts }) => `${state} after ${attempts}`);
      const said = [...states].map(([state, { length }]) => `${length} ${state}`).join(', ');
      throw new Error(`Of ${count} posts, ${published.length} were published by one attempt (${said})`);
    }
    await wait(100);
  }
}

function told(values: readonly number[]): string {
  const [half, p99] = [percentile(values, 0.5), percentile(values, 0.99)];
  return `median ${short(half)} ms, p99 ${short(p99)} ms, worst ${short(Math.max(...values))} ms`;
}
