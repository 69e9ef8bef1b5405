import { setTimeout as wait } from 'node:timers/promises';
import { createSending } from '../../apps/publisher/src/posts/send-due.ts';
import { createTick } from '../../apps/publisher/src/posts/tick.ts';
import { type Figure, note, short } from '../figure.ts';
import { percentile } from '../statistics.ts';
import type { PublishingStage } from './stage.ts';

/** Milliseconds between scheduling and the instant. */
const lead = 3000;

/** Seconds from an instant at which 10,000 posts are due until the last of them has arrived. */
export const burst: Figure<PublishingStage> = {
  name: 'burst_10000',
  unit: 's',
  goal: '≤ 4',
  measure: async (stage) => {
    // Once for the compiler.
    await sendAt(stage, 2000);
    const lateness = await sendAt(stage, 10_000);
    note(`median ${short(percentile(lateness, 0.5) / 1000)} s`);
    return Math.max(...lateness) / 1000;
  },
};

/** The 99th percentile of lateness, of 200 posts all over ten seconds. */
export const scheduleToSend: Figure<PublishingStage> = {
  name: 'schedule_to_send_p99',
  unit: 'ms',
  goal: '≤ 100',
  measure: async (stage) => {
    const count = 200;
    const start = Date.now() + lead;
    await stage.schedule(count, new Date(start));
    await stage.sql`
      update posts p set send_at = n.at, due_at = n.at
      from (select id, to_timestamp(${start / 1000}) + make_interval(secs => row_number() over () * 0.05) as at from posts where state = 'scheduled') n
      where p.id = n.id`;
    const lateness = await arrive(stage, count);
    return percentile(lateness, 0.99);
  },
};

async function sendAt(stage: PublishingStage, count: number): Promise<number[]> {
  await stage.schedule(count, new Date(Date.now() + lead));
  return arrive(stage, count);
}

/** Runs the tick as the publisher does until everything has arrived; answers by how many milliseconds each was late. */
async function arrive(stage: PublishingStage, count: number): Promise<number[]> {
  const { publisher, arrivals, sql } = stage;
  const sending = createSending(publisher);
  const tick = createTick(publisher, sending);
  const timer = setInterval(() => void tick.tick(), 5000);
  await tick.tick();
  const until = performance.now() + 60_000;
  while (arrivals.size < count && performance.now() < until) await wait(20);
  await sending.idle();
  clearInterval(timer);
  tick.stop();
  await sending.stop();
  const due = await sql<{ id: string; due: number }[]>`
    select id, (extract(epoch from due_at) * 1000)::float8 as due from posts where state = 'published'`;
  if (due.length !== count || arrivals.size !== count) throw new Error(`${arrivals.size} of ${count} posts arrived`);
  const lateness = due.map(({ id, due }) => (arrivals.get(id) ?? Number.NaN) - due);
  await stage.clear();
  return lateness;
}
