import { buildChannel, buildPost } from '@mobilise/db/factories';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { createSending } from './send-due.ts';
import { createTick } from './tick.ts';

const { sql, db, platform, publisher, read } = await testPublishing();
const channel = await buildChannel(db, { kind: 'bluesky' });

beforeEach(() => sql`delete from posts`);

/** A publisher's tick without its cron, which would only call it again. */
function ticking(overrides: Parameters<typeof publisher>[0] = {}) {
  const worker = publisher(overrides);
  const sending = createSending(worker);
  return { ...createTick(worker, sending), sending };
}
const inMilliseconds = (wait: number) => new Date(Date.now() + wait);
async function lateness(id: string) {
  const [row] =
    await sql`select (extract(epoch from a.started_at - p.send_at) * 1000)::float8 as late from posts p join attempts a on a.post_id = p.id where p.id = ${id}`;
  return Number(row?.['late']);
}

describe('the tick', () => {
  it('sends at the instant, not before it and not at the next tick', async () => {
    const { tick, stop, sending } = ticking();
    const posts = await Promise.all(
      [400, 700, 701, 1100].map((wait) => buildPost(db, { channelId: channel.id, dueAt: inMilliseconds(wait) })),
    );
    await tick();
    for (const { id } of posts)
      await vi.waitFor(async () => expect((await read(id)).state).toBe('published'), { timeout: 5000, interval: 20 });
    for (const { id } of posts) {
      expect(await lateness(id)).toBeGreaterThanOrEqual(0);
      // Far below the five seconds between ticks, with room for a busy machine.
      expect(await lateness(id)).toBeLessThan(1000);
    }
    stop();
    await sending.stop();
  });

  it('is woken by what is scheduled after it looked', async () => {
    const { tick, expect: expectPost, stop, sending } = ticking();
    await tick();
    const { unlisten } = await sql.listen('posts_due', expectPost);
    const post = await db.transaction(async (tx) => {
      const made = await buildPost(tx, { channelId: channel.id });
      await tx.execute(`select pg_notify('posts_due', '${made.sendAt?.toISOString()}')`);
      return made;
    });
    await vi.waitFor(async () => expect((await read(post.id)).state).toBe('published'), { timeout: 3000 });
    await unlisten();
    stop();
    await sending.stop();
  });

  it('comes back for a post that somebody was changing at its instant', async () => {
    const { tick, stop, sending } = ticking();
    const post = await buildPost(db, { channelId: channel.id });
    const [locked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const editing = sql.begin(async (tx) => {
      await tx`select from posts where id = ${post.id} for update`;
      locked.resolve();
      await go.promise;
    });
    await locked.promise;
    await tick();
    expect((await read(post.id)).state).toBe('scheduled');
    go.resolve();
    await editing;
    await vi.waitFor(async () => expect((await read(post.id)).state).toBe('published'), { timeout: 3000 });
    stop();
    await sending.stop();
  });

  it('warns once when the clocks differ by more than two seconds', async () => {
    const warnings: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
    const { tick, stop, sending } = ticking({ log });
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() + 3000);
    await tick();
    await tick();
    clock.mockRestore();
    await tick();
    expect(warnings.filter((line) => line.includes('differ by more than two seconds'))).toHaveLength(1);
    stop();
    await sending.stop();
  });

  it('loads adapters before they are needed', async () => {
    const adapterFor = vi.fn(async () => platform.adapter);
    const { prepare, stop, sending } = ticking({ adapterFor });
    await prepare();
    expect(adapterFor).not.toHaveBeenCalled();
    await buildPost(db, { channelId: channel.id, dueAt: inMilliseconds(30_000) });
    await prepare();
    expect(adapterFor).toHaveBeenCalledWith('bluesky');
    stop();
    await sending.stop();
  });
});
