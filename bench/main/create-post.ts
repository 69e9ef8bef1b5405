import { newId } from '@mobilise/contracts/new-id';
import type { PostContent } from '@mobilise/contracts/post-content';
import { type Figure, note, short } from '../figure.ts';
import type { Desk } from '../product.ts';
import { percentile } from '../statistics.ts';
import type { BusyStage } from './stages.ts';

const warmUp = 100;
const measured = 500;

/** The 99th percentile of creating a scheduled post through the API, one after the other; four at once is told beside it. */
export const createPost: Figure<BusyStage> = {
  name: 'create_post_p99',
  unit: 'ms',
  goal: '≤ 30',
  measure: async ({ desk, connection, seed: { itemIds } }) => {
    const wallTime = `${Temporal.Now.plainDateISO('UTC').add({ years: 1 })}T09:00`;
    const order = { itemIds, channels: [{ id: desk.newsroomId }], wallTime };
    await createPosts(desk, { ...order, count: warmUp, atOnce: 4 });
    const p99s: number[] = [];
    for (const atOnce of [1, 4]) {
      const posts = await createPosts(desk, { ...order, count: measured, atOnce });
      const times = posts.map(({ ms }) => ms);
      note(`${atOnce} at once: median ${short(percentile(times, 0.5))} ms, p99 ${short(percentile(times, 0.99))} ms`);
      p99s.push(percentile(times, 0.99));
      const [kept] = await connection.sql<{ count: number }[]>`
        select count(*)::int from posts where id = any(${posts.map(({ id }) => id)}::uuid[]) and state = 'scheduled' and wall_time = ${wallTime}`;
      if (kept?.count !== measured)
        throw new Error(`Of ${measured} posts created ${atOnce} at once, ${kept?.count} are there`);
    }
    return p99s[0] ?? Number.NaN;
  },
};

export interface Order {
  itemIds: readonly string[];
  /** Taken in turn; without `content`, what the API makes of the item. */
  channels: readonly { id: string; content?: PostContent }[];
  /** In the workspace's zone. */
  wallTime: string;
  count: number;
  atOnce: number;
}

/** Creates and schedules posts through the API, so many at once; answers each with the milliseconds it took. */
export async function createPosts(desk: Desk, order: Order): Promise<{ id: string; ms: number }[]> {
  const created: { id: string; ms: number }[] = [];
  let next = 0;
  const worker = async () => {
    while (next < order.count) {
      const number = next;
      next += 1;
      const channel = order.channels[number % order.channels.length];
      const body = {
        id: newId(),
        itemId: order.itemIds[number % order.itemIds.length],
        channelId: channel?.id,
        content: channel?.content,
        schedule: { wallTime: order.wallTime },
      };
      const began = performance.now();
      const { id } = await desk.api.call<{ id: string }>('POST', '/posts', body);
      created.push({ id, ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: order.atOnce }, worker));
  return created;
}
