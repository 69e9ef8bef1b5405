import { buildSlots } from '@mobilise/db/factories';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { eq, inArray, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDesk, refusal, row } from '../post-testing.ts';
import { arrangeQueue } from './arrange.ts';
import { queuePost } from './queue.ts';

const { db, sql: connection } = await testDatabase({ max: 20 });

/** A channel with slots at nine and five, and so many posts in its queue. */
async function open(count: number, options: Parameters<typeof buildDesk>[1] = {}) {
  const desk = await buildDesk(db, options);
  await buildSlots(db, desk.channel, ['09:00', '17:00']);
  const lead = await desk.as('lead');
  const queued = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await desk.post({ state: 'draft', dueAt: null });
    queued.push(await queuePost(lead, id, { version: 1 }));
  }
  const times = queued.map(({ wallTime }) => wallTime ?? '');
  return { ...desk, lead, queued, times };
}
const timesOf = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await row(db, id)).wallTime));

describe('arranging a queue', () => {
  test('gives posts each other’s times, whatever the order; nothing else of them changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const { channel, lead, queued, times } = await open(4);
        const wanted = queued.map(({ id, version }, index) => ({
          id,
          version,
          wallTime: times[order[index] ?? 0] ?? '',
        }));
        const stayed = order.filter((to, index) => to === index).length;
        expect(await arrangeQueue(lead, channel.id, { posts: wanted })).toEqual({ moved: 4 - stayed });
        expect(await timesOf(queued.map(({ id }) => id))).toEqual(wanted.map(({ wallTime }) => wallTime));
        for (const { id } of queued) {
          const now = await row(db, id);
          expect(now).toMatchObject({ state: 'scheduled', queued: true, zone: 'Europe/London', sendAt: now.dueAt });
          expect(now.dueAt?.toISOString()).toBe(`${now.wallTime}:00.000Z`);
        }
      }),
      { numRuns: 8, seed: 20261126 },
    );
  });

  test('says in the log what went from where to where', async () => {
    const { channel, lead, queued, times } = await open(2);
    const [one, other] = queued;
    if (!one || !other) throw new Error('Two were queued');
    await arrangeQueue(lead, channel.id, {
      posts: [
        { id: one.id, version: 2, wallTime: times[1] ?? '' },
        { id: other.id, version: 2, wallTime: times[0] ?? '' },
      ],
    });
    const log = await db
      .select()
      .from(auditEntries)
      .where(sql`${inArray(auditEntries.subjectId, [one.id, other.id])} and ${eq(auditEntries.action, 'moved')}`);
    expect(log.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([expect.objectContaining({ from: times[0], wallTime: times[1] })]),
    );
    expect(log).toHaveLength(2);
  });

  test('moves one into a free slot, and into none that is taken or no slot', async () => {
    const { channel, lead, queued, post } = await open(1);
    const [{ id } = { id: '' }] = queued;
    await post({ dueAt: new Date('2026-12-01T09:00:00Z') });
    const to = (wallTime: string, version: number) =>
      arrangeQueue(lead, channel.id, { posts: [{ id, version, wallTime }] });
    const taken = await refusal(to('2026-12-01T09:00', 2), 'conflict');
    expect(taken.message).toContain('Tue 1 Dec, 09:00 is taken');
    expect((await refusal(to('2026-12-01T09:01', 2), 'conflict')).message).toContain('is no slot');
    await refusal(to('2026-11-29T09:00', 2), 'time_past');
    expect(await row(db, id)).toMatchObject({ wallTime: '2026-11-30T09:00', version: 2 });
    await to('2026-12-01T17:00', 2);
    expect(await row(db, id)).toMatchObject({ wallTime: '2026-12-01T17:00', version: 3 });
  });

  test('from an old version moves nothing, and tells how things stand', async () => {
    const { channel, lead, queued, times } = await open(3);
    const ids = queued.map(({ id }) => id);
    const turned = queued.map(({ id, version }, index) => ({ id, version, wallTime: times[(index + 1) % 3] ?? '' }));
    await db.execute(sql`update posts set version = version + 1 where id = ${ids[1]}`);
    const problem = await refusal(arrangeQueue(lead, channel.id, { posts: turned }), 'stale_version');
    expect(problem.extra).toEqual({ posts: [{ id: ids[1], version: 3, wallTime: times[1] }] });
    expect(await timesOf(ids)).toEqual(times);
  });

  test('by several people at once lets one of them, and no two posts ever share a time', async () => {
    const { channel, lead, queued, times } = await open(4);
    const ids = queued.map(({ id }) => id);
    const turns = [1, 2, 3].map((by) =>
      queued.map(({ id, version }, index) => ({ id, version, wallTime: times[(index + by) % 4] ?? '' })),
    );
    const done = await Promise.allSettled(turns.map((posts) => arrangeQueue(lead, channel.id, { posts })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(await timesOf(ids)).size).toBe(4);
  });

  test('and queueing at once never meet in a slot', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { channel, lead, queued, post } = await open(1);
      const { id } = await post({ state: 'draft', dueAt: null });
      const mover = queued[0];
      if (!mover) throw new Error('One was queued');
      const moving = arrangeQueue(lead, channel.id, {
        posts: [{ id: mover.id, version: 2, wallTime: '2026-11-30T17:00' }],
      });
      const [moved] = await Promise.allSettled([moving, queuePost(lead, id, { version: 1 })]);
      const [one, other] = await timesOf([mover.id, id]);
      expect(one).not.toBe(other);
      if (moved.status === 'rejected') expect(moved.reason).toMatchObject({ code: 'conflict' });
    }
  });

  test('approves nothing: what waits goes on waiting, at its new time', async () => {
    const { channel, as, post } = await buildDesk(db, { approved: false });
    await buildSlots(db, channel, ['09:00', '17:00']);
    const { id } = await post({ state: 'draft', dueAt: null });
    await queuePost(await as('editor'), id, { version: 1 });
    await arrangeQueue(await as('lead'), channel.id, { posts: [{ id, version: 2, wallTime: '2026-11-30T17:00' }] });
    expect(await row(db, id)).toMatchObject({ state: 'held', holdReason: 'approval', wallTime: '2026-11-30T17:00' });
  });

  test.each(['claimed', 'sending', 'published', 'failed', 'draft'] as const)(
    'leaves everything as it is when one of them is %s',
    async (state) => {
      const { channel, lead, queued, times } = await open(2);
      const ids = queued.map(({ id }) => id);
      await db.execute(sql`update posts set state = ${state} where id = ${ids[0]}`);
      const posts = queued.map(({ id, version }, index) => ({ id, version, wallTime: times[1 - index] ?? '' }));
      const problem = await refusal(arrangeQueue(lead, channel.id, { posts }), 'wrong_state');
      expect(problem.message).toMatch(/^“Flu clinic” cannot be moved in the queue\. .+\.$/);
      expect(await timesOf(ids)).toEqual(times);
    },
  );

  test('leaves alone what a person scheduled, and what has come due', async () => {
    const { channel, lead, post } = await open(0);
    const byHand = await post();
    const posts = [{ id: byHand.id, version: 1, wallTime: '2026-12-01T17:00' }];
    expect((await refusal(arrangeQueue(lead, channel.id, { posts }), 'wrong_state')).message).toContain(
      'Somebody chose its time',
    );
    const due = await post({ queued: true, dueAt: new Date('2026-11-30T08:30:00Z') });
    const late = [{ id: due.id, version: 1, wallTime: '2026-12-01T17:00' }];
    await refusal(arrangeQueue(lead, channel.id, { posts: late }), 'wrong_state');
  });

  test('is done on one’s own channels alone', async () => {
    const [here, there] = [await open(1), await open(1)];
    const posts = [{ id: there.queued[0]?.id ?? '', version: 2, wallTime: '2026-11-30T17:00' }];
    await refusal(arrangeQueue(here.lead, there.channel.id, { posts }), 'not_found');
    await refusal(arrangeQueue(here.lead, here.channel.id, { posts }), 'not_found');
    expect(await row(db, posts[0]?.id ?? '')).toMatchObject({ version: 2 });
  });

  test('gives a post on Bluesky the handle of its new time', async () => {
    const { channel, lead, queued } = await open(1, { kind: 'bluesky' });
    const [{ id } = { id: '' }] = queued;
    const before = await row(db, id);
    await arrangeQueue(lead, channel.id, { posts: [{ id, version: 2, wallTime: '2026-11-30T17:00' }] });
    const after = await row(db, id);
    expect(after.handle).not.toBe(before.handle);
    expect(after.payload).toBeNull();
  });

  test('tells the publisher what comes due within two minutes', async () => {
    const { channel, as, queued } = await open(2);
    const now = new Date('2026-11-30T08:59:00Z');
    const heard: string[] = [];
    const lead = await as('lead', now);
    const listener = await connection.listen('posts_due', (payload) => heard.push(payload));
    const posts = queued.map(({ id, version }, index) => ({
      id,
      version,
      wallTime: queued[1 - index]?.wallTime ?? '',
    }));
    await arrangeQueue(lead, channel.id, { posts });
    await expect.poll(() => heard).toEqual(['2026-11-30T09:00:00.000Z']);
    await listener.unlisten();
  });
});
