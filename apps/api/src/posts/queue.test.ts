import { buildChannel, buildSlots } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { holds } from '@mobilise/db/schema/holds';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { testDatabase } from '@mobilise/db/testing';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, publicUrl, refusal, row } from '../post-testing.ts';
import { createPost } from './create.ts';
import { nextSlots, queuePost } from './queue.ts';
import { getQueue } from './read-queue.ts';
import { schedulePost } from './schedule.ts';
import { unschedulePost } from './withdraw.ts';

const { db } = await testDatabase({ max: 25 });
const draft = { state: 'draft', dueAt: null } as const;

/** A desk whose channel has slots every day. */
async function open(times = ['09:00', '17:00'], options: Parameters<typeof buildDesk>[1] = {}) {
  const desk = await buildDesk(db, options);
  if (times.length > 0) await buildSlots(db, desk.channel, times);
  return desk;
}

describe('adding to the queue', () => {
  test('takes the next free slot, and says so in the log', async () => {
    const { post, as } = await open();
    const lead = await as('lead');
    const [first, second] = [await post(draft), await post(draft)];
    expect(await queuePost(lead, first.id, { version: 1 })).toMatchObject({
      state: 'scheduled',
      queued: true,
      wallTime: '2026-11-30T09:00',
      dueAt: '2026-11-30T09:00:00+00:00',
      version: 2,
    });
    expect((await queuePost(lead, second.id, { version: 1 })).wallTime).toBe('2026-11-30T17:00');
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, first.id));
    expect(log).toMatchObject([{ action: 'queued', subject: expect.stringContaining('Flu clinic →') }]);
  });

  test('by twenty people at once gives twenty different slots', async () => {
    const { channel, post, as } = await open();
    const editor = await as('editor');
    const drafts = await Promise.all(Array.from({ length: 20 }, () => post(draft)));
    const done = await Promise.all(drafts.map(({ id }) => queuePost(editor, id, { version: 1 })));
    const times = done.map(({ wallTime }) => wallTime).sort();
    expect(new Set(times).size).toBe(20);
    expect([times[0], times.at(-1)]).toEqual(['2026-11-30T09:00', '2026-12-09T17:00']);
    const rows = await db.select().from(posts).where(eq(posts.channelId, channel.id));
    expect(new Set(rows.map(({ wallTime }) => wallTime)).size).toBe(20);
  });

  test('of one item on several channels at once does not wait in a circle', async () => {
    const { item, workspace, post, as } = await open(['09:00'], { approved: false });
    const lead = await as('lead');
    const others = await Promise.all([1, 2, 3].map(() => buildChannel(db, { workspaceId: workspace.id })));
    for (const other of others) await buildSlots(db, other, ['09:00']);
    const made = await Promise.all([
      post(draft),
      ...others.map(({ id: channelId }) => createPost(lead, publicUrl, { itemId: item.id, channelId })),
    ]);
    const done = await Promise.all(made.map(({ id }) => queuePost(lead, id, { version: 1 })));
    expect(done.map(({ state, wallTime }) => [state, wallTime])).toEqual(
      made.map(() => ['scheduled', '2026-11-30T09:00']),
    );
  });

  test.each(['scheduled', 'held', 'claimed', 'sending', 'unconfirmed', 'needs_person', 'published'] as const)(
    'goes past a slot whose post is %s',
    async (state) => {
      const { post, as } = await open();
      await post({ state, dueAt: new Date('2026-11-30T09:00:00Z') });
      const { id } = await post(draft);
      expect((await queuePost(await as('lead'), id, { version: 1 })).wallTime).toBe('2026-11-30T17:00');
    },
  );

  test.each(['cancelled', 'failed'] as const)('takes the slot of a post that is %s', async (state) => {
    const { post, as } = await open();
    await post({ state, dueAt: new Date('2026-11-30T09:00:00Z') });
    const { id } = await post(draft);
    expect((await queuePost(await as('lead'), id, { version: 1 })).wallTime).toBe('2026-11-30T09:00');
  });

  test('leaves the slots of other channels and other workspaces alone', async () => {
    const [here, there] = [await open(), await open()];
    const beside = await buildChannel(db, { workspaceId: here.workspace.id });
    await here.post({ channelId: beside.id, dueAt: new Date('2026-11-30T09:00:00Z') });
    await there.post({ dueAt: new Date('2026-11-30T09:00:00Z') });
    const { id } = await here.post(draft);
    const theirs = await there.post(draft);
    await refusal(queuePost(await here.as('owner'), theirs.id, { version: 1 }), 'not_found');
    await refusal(nextSlots(await here.as('owner'), there.item.id), 'not_found');
    expect((await queuePost(await here.as('lead'), id, { version: 1 })).wallTime).toBe('2026-11-30T09:00');
  });

  test('knows a slot again that was taken by the clock of another zone', async () => {
    const { post, as } = await open();
    await post({ zone: 'America/New_York', dueAt: new Date('2026-11-30T09:00:00Z') });
    const { id } = await post(draft);
    expect((await queuePost(await as('lead'), id, { version: 1 })).wallTime).toBe('2026-11-30T17:00');
  });

  test('again keeps the slot it has, unless an earlier one is free', async () => {
    const { post, as } = await open();
    const lead = await as('lead');
    const [first, second] = [await post(draft), await post(draft)];
    await queuePost(lead, first.id, { version: 1 });
    await queuePost(lead, second.id, { version: 1 });
    expect((await queuePost(lead, first.id, { version: 2 })).wallTime).toBe('2026-11-30T09:00');
    await unschedulePost(lead, first.id, { version: 3 });
    expect((await queuePost(lead, second.id, { version: 2 })).wallTime).toBe('2026-11-30T09:00');
  });

  test('keeps clear of a hold that has an end, and not of one without', async () => {
    const { workspace, item, post, as } = await open();
    const lead = await as('lead');
    const common = { workspaceId: workspace.id, reason: 'Election', by: 'Grace' };
    await db
      .update(items)
      .set({ tags: ['vaccination'] })
      .where(eq(items.id, item.id));
    await db.insert(holds).values([
      {
        ...common,
        id: crypto.randomUUID(),
        target: 'everything',
        startsAt: new Date('2026-11-30T00:00:00Z'),
        endsAt: new Date('2100-01-01T00:00:00Z'),
        endedAt: new Date(),
      },
      {
        ...common,
        id: crypto.randomUUID(),
        target: 'tag',
        tag: 'vaccination',
        startsAt: new Date('2026-11-30T00:00:00Z'),
        endsAt: new Date('2026-12-02T09:00:00Z'),
      },
      { ...common, id: crypto.randomUUID(), target: 'everything', startsAt: new Date('2026-12-01T00:00:00Z') },
    ]);
    expect((await nextSlots(lead)).data).toMatchObject([{ wallTime: '2026-11-30T09:00' }]);
    expect((await nextSlots(lead, item.id)).data).toMatchObject([{ wallTime: '2026-12-02T09:00' }]);
    const { id } = await post(draft);
    // The hold is over at that very minute.
    expect((await queuePost(lead, id, { version: 1 })).wallTime).toBe('2026-12-02T09:00');
  });

  test('follows the rules of scheduling: approval, what is missing, what does not fit, an old version', async () => {
    const { post, as, channel } = await open(['09:00'], { approved: false, kind: 'bluesky' });
    const editor = await as('editor');
    const waits = await post(draft);
    expect(await queuePost(editor, waits.id, { version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'approval',
      queued: true,
      wallTime: '2026-11-30T09:00',
    });
    await refusal(queuePost(editor, waits.id, { version: 1 }), 'stale_version');
    const long = await post({ ...draft, content: { text: 'x'.repeat(301), images: [], link: null } });
    await refusal(queuePost(editor, long.id, { version: 1 }), 'does_not_fit_channel');
    const images = [{ assetId: crypto.randomUUID(), alt: '' }];
    const mute = await post({ ...draft, content: { text: 'Look', images, link: null } });
    await refusal(queuePost(editor, mute.id, { version: 1 }), 'alternatives_missing');
    await refusal(queuePost(editor, mute.id, { version: 1, override: 'Urgent' }), 'forbidden');
    expect(await queuePost(await as('lead'), mute.id, { version: 1, override: 'Urgent' })).toMatchObject({
      state: 'scheduled',
      override: 'Urgent',
      wallTime: '2026-12-01T09:00',
    });
    await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, channel.id));
    const paused = await post(draft);
    expect(await queuePost(await as('lead'), paused.id, { version: 1 })).toMatchObject({
      state: 'held',
      holdReason: 'channel',
    });
  });

  test('on a channel without slots says what to do', async () => {
    const { post, as } = await open([]);
    const { id } = await post(draft);
    const problem = await refusal(queuePost(await as('lead'), id, { version: 1 }), 'conflict');
    expect(problem.message).toMatch(/ has no slots yet\. Add some on its page, or choose a time\.$/);
  });

  test.each(['claimed', 'sending', 'published', 'unconfirmed'] as const)(
    'leaves a post alone that is %s',
    async (state) => {
      const { post, as } = await open();
      const { id } = await post({ state });
      await refusal(queuePost(await as('owner'), id, { version: 1 }), 'wrong_state');
      expect(await row(db, id)).toMatchObject({ state, queued: false });
    },
  );
});

test('a time that a person chooses takes a post out of the queue', async () => {
  const { post, as } = await open();
  const lead = await as('lead');
  const { id } = await post(draft);
  await queuePost(lead, id, { version: 1 });
  const when = { wallTime: '2026-12-01T11:00', disambiguation: null };
  expect(await schedulePost(lead, id, { ...when, version: 2 })).toMatchObject({ queued: false });
  await queuePost(lead, id, { version: 3 });
  expect(await unschedulePost(lead, id, { version: 4 })).toMatchObject({ queued: false, wallTime: null });
});

describe('the queue', () => {
  test('shows coming slots, what is in them, what is off them, and what missed its time', async () => {
    const { channel, workspace, post, as } = await open();
    const queued = await post({ queued: true, dueAt: new Date('2026-11-30T17:00:00Z') });
    const byHand = await post({ dueAt: new Date('2026-12-01T11:15:00Z') });
    const abroad = await post({ zone: 'America/New_York', dueAt: new Date('2026-12-02T09:00:00Z') });
    await post({ dueAt: new Date('2026-12-20T09:00:00Z') });
    await post({ state: 'published', dueAt: new Date('2026-12-01T09:00:00Z') });
    await post({ queued: true, state: 'held', holdReason: 'late', dueAt: new Date('2026-11-29T09:00:00Z') });
    await db.insert(holds).values({
      id: crypto.randomUUID(),
      workspaceId: workspace.id,
      target: 'channel',
      channelId: channel.id,
      reason: 'Election',
      by: 'Grace',
      startsAt: new Date('2026-12-06T00:00:00Z'),
    });
    const queue = await getQueue(await as('viewer'), channel.id, { weeks: 1 });
    expect(queue).toMatchObject({
      zone: 'Europe/London',
      hasSlots: true,
      from: '2026-11-30',
      to: '2026-12-06',
      missed: 1,
    });
    expect(queue.slots).toHaveLength(14);
    expect(queue.slots[0]).toEqual({ wallTime: '2026-11-30T09:00', time: '09:00', hold: null });
    expect(queue.slots.filter(({ hold }) => hold).map(({ wallTime }) => wallTime)).toEqual([
      '2026-12-06T09:00',
      '2026-12-06T17:00',
    ]);
    expect(queue.posts.map(({ id, wallTime, queued }) => [id, wallTime, queued])).toEqual([
      [queued.id, '2026-11-30T17:00', true],
      [byHand.id, '2026-12-01T11:15', false],
      [abroad.id, '2026-12-02T09:00', false],
    ]);
  });

  test('goes as far as its last post', async () => {
    const { channel, post, as } = await open();
    await post({ queued: true, dueAt: new Date('2026-12-28T09:00:00Z') });
    const queue = await getQueue(await as('viewer'), channel.id, { weeks: 1 });
    expect(queue.to).toBe('2026-12-28');
    expect(queue.slots.at(-1)?.wallTime).toBe('2026-12-28T17:00');
  });

  test('of another workspace is not there', async () => {
    const [here, there] = [await open(), await open()];
    await refusal(getQueue(await here.as('owner'), there.channel.id, { weeks: 1 }), 'not_found');
    const rows = await db
      .select()
      .from(posts)
      .where(and(eq(posts.workspaceId, here.workspace.id), eq(posts.queued, true)));
    expect(rows).toEqual([]);
  });
});
