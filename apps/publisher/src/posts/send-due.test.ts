import { buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultTiming } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { createSending } from './send-due.ts';

const { sql, db, platform, publisher, sendDue, passTime, read } = await testPublishing();

const bluesky = await buildChannel(db, { kind: 'bluesky' });
const onBluesky = () => buildPost(db, { channelId: bluesky.id });

beforeEach(async () => {
  platform.reset();
  await sql`update posts set state = 'held', hold_reason = 'late' where state = 'scheduled'`;
  await sql`update channels set state = 'ready', failures = 0, resting_until = null`;
});

describe('sending what is due', () => {
  it('publishes on a remote channel once, with an attempt, an audit entry and the first reading in five minutes', async () => {
    const post = await onBluesky();
    await sendDue();
    const after = await read(post.id);
    expect(after).toMatchObject({
      state: 'published',
      attempts: 1,
      failure: null,
      remoteUrl: `https://fake.example.org/${after.handle}`,
    });
    expect(after.readIn).toBeGreaterThan(290);
    expect(after.readIn).toBeLessThan(301);
    expect(platform.deliveries).toEqual([after.handle]);
    expect(platform.sent[0]).toMatchObject({
      postId: post.id,
      createdAt: post.dueAt?.toISOString(),
      images: [],
      card: null,
    });
    const attempts =
      await sql`select number, outcome, handle, finished_at is not null as finished from attempts where post_id = ${post.id}`;
    expect(attempts).toEqual([{ number: 1, outcome: 'published', handle: after.handle, finished: true }]);
    const audit = await sql`select actor, action, subject from audit_entries where subject_id = ${post.id}`;
    expect(audit).toMatchObject([{ actor: 'Publisher', action: 'published' }]);
  });

  it('publishes on the newsroom without an adapter, at the address of the item', async () => {
    const workspace = await buildWorkspace(db);
    const site = await buildChannel(db, {
      workspaceId: workspace.id,
      config: { slug: 'fern-hill', description: '', colour: '#0f766e' },
    });
    const item = await buildItem(db, { workspaceId: workspace.id, slug: 'carers-week', approved: true });
    const post = await buildPost(db, { channelId: site.id, itemId: item.id });
    await sendDue();
    expect(await read(post.id)).toMatchObject({
      state: 'published',
      remoteUrl: 'https://news.example.org/news/fern-hill/carers-week',
      attempts: 1,
    });
    expect(platform.sent).toEqual([]);
    const [channel] = await sql`select last_success_at is not null as told from channels where id = ${site.id}`;
    expect(channel).toEqual({ told: true });
  });

  it('leaves alone what is not due', async () => {
    const post = await buildPost(db, { channelId: bluesky.id, dueAt: new Date(Date.now() + 60_000) });
    await sendDue();
    expect((await read(post.id)).state).toBe('scheduled');
  });

  it('tells each workspace once a batch that posts changed', async () => {
    const told: { workspaceId: string; noun: string; id: string | null; actor: null }[] = [];
    const { unlisten } = await sql.listen('changes', (payload) => told.push(JSON.parse(payload)));
    const [one] = await Promise.all([onBluesky(), onBluesky(), onBluesky()]);
    const alone = await buildPost(db);
    await sendDue();
    await vi.waitFor(
      () =>
        expect(told.filter(({ noun }) => noun === 'posts').map(({ workspaceId }) => workspaceId)).toContain(
          one.workspaceId,
        ),
      { timeout: 10_000 },
    );
    await vi.waitFor(
      () => expect(told).toContainEqual({ workspaceId: alone.workspaceId, noun: 'posts', id: alone.id, actor: null }),
      { timeout: 10_000 },
    );
    await unlisten();
  });
});

describe('what must not go out', () => {
  it('is held when it is later than its grace, and goes out when it is inside it', async () => {
    const [late, inside] = await Promise.all([onBluesky(), onBluesky()]);
    await sql`update posts set send_at = send_at - make_interval(secs => grace + 1) where id = ${late.id}`;
    await sql`update posts set send_at = send_at - make_interval(secs => grace - 5) where id = ${inside.id}`;
    await sendDue();
    expect(await read(late.id)).toMatchObject({ state: 'held', holdReason: 'late', attempts: 0 });
    expect(await read(inside.id)).toMatchObject({ state: 'published' });
    const [audit] = await sql`select action, reason from audit_entries where subject_id = ${late.id}`;
    expect(audit).toMatchObject({ action: 'held', reason: expect.stringContaining('grace') });
  });

  it('is held when nobody approved its revision, on every channel', async () => {
    const remote = await buildPost(db, { channelId: bluesky.id, approved: false });
    const ours = await buildPost(db, { approved: false });
    await sendDue();
    for (const { id } of [remote, ours])
      expect(await read(id)).toMatchObject({ state: 'held', holdReason: 'approval', attempts: 0 });
    expect(platform.sent).toEqual([]);
  });

  it.each(['paused', 'needs_reconnect'] as const)('is held while its channel is %s', async (state) => {
    const channel = await buildChannel(db, { kind: 'bluesky', state });
    const post = await buildPost(db, { channelId: channel.id });
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'channel' });
  });
});

describe('when the channel', () => {
  it('refuses for now, the post is tried again after a wait, with the same handle and payload', async () => {
    platform.onPublish = () => ({
      outcome: 'refused',
      message: 'Too many requests',
      advice: 'Wait a little.',
      retryAfter: 100,
    });
    const post = await onBluesky();
    await sendDue();
    const refused = await read(post.id);
    expect(refused).toMatchObject({ state: 'scheduled', failure: 'Too many requests', attempts: 1 });
    expect(refused.sendIn).toBeGreaterThan(100);
    expect(refused.sendIn).toBeLessThan(131);
    await sendDue();
    expect((await read(post.id)).attempts).toBe(1);
    platform.onPublish = (_post, deliver) => deliver();
    await passTime(140);
    await sendDue();
    expect(await read(post.id)).toMatchObject({
      state: 'published',
      attempts: 2,
      handle: refused.handle,
      payload: refused.payload,
      failure: null,
    });
    expect(platform.sent[0]).toEqual(platform.sent[1]);
  });

  it('refuses five times, the post has failed', async () => {
    platform.onPublish = () => ({ outcome: 'refused', message: 'Try later', advice: 'Wait.', retryAfter: null });
    const post = await onBluesky();
    await sql`update posts set grace = 36000 where id = ${post.id}`;
    for (let tries = 0; tries < 7; tries += 1) {
      await sendDue();
      await passTime(400);
    }
    expect(await read(post.id)).toMatchObject({ state: 'failed', attempts: 5, failure: 'Try later' });
    expect(platform.sent).toHaveLength(5);
  });

  it('asks to wait longer than the post may be late, the post has failed and says why', async () => {
    platform.onPublish = () => ({ outcome: 'refused', message: 'Daily limit', advice: 'Wait.', retryAfter: 7200 });
    const post = await onBluesky();
    await sendDue();
    expect(await read(post.id)).toMatchObject({
      state: 'failed',
      failure: 'Daily limit',
      advice: expect.stringContaining('too late'),
    });
  });

  it('refuses for good, the post has failed in the platform’s words and the channel shows them', async () => {
    platform.onPublish = () => ({ outcome: 'failed', message: 'Image\0 too large', advice: 'Use a smaller one.' });
    const [bad] = await Promise.all([onBluesky()]);
    await sendDue();
    expect(await read(bad.id)).toMatchObject({
      state: 'failed',
      failure: 'Image too large',
      advice: 'Use a smaller one.',
    });
    const [channel] = await sql`select last_error, last_advice, state from channels where id = ${bluesky.id}`;
    expect(channel).toEqual({ last_error: 'Image too large', last_advice: 'Use a smaller one.', state: 'ready' });
  });

  it('fails for one post, no other post is touched', async () => {
    platform.onPublish = (post, deliver) =>
      post.text.includes('unlucky') ? { outcome: 'failed', message: 'No', advice: 'None' } : deliver();
    const bad = await buildPost(db, { channelId: bluesky.id, content: { text: 'unlucky', images: [], link: null } });
    const good = await Promise.all(Array.from({ length: 20 }, onBluesky));
    await sendDue();
    expect((await read(bad.id)).state).toBe('failed');
    for (const { id } of good) expect((await read(id)).state).toBe('published');
  });

  it('wants to be reconnected, it is marked and every scheduled post of it is held, none is sent in vain', async () => {
    platform.onPublish = () => ({
      outcome: 'refused',
      message: 'Token expired',
      advice: 'Connect again.',
      retryAfter: null,
      reconnect: true,
    });
    const channel = await buildChannel(db, { kind: 'bluesky' });
    const now = await buildPost(db, { channelId: channel.id });
    const later = await buildPost(db, { channelId: channel.id, dueAt: new Date(Date.now() + 3_600_000) });
    await sendDue();
    await sendDue();
    for (const { id } of [now, later]) expect(await read(id)).toMatchObject({ state: 'held', holdReason: 'channel' });
    expect(platform.sent).toHaveLength(1);
    const [row] = await sql`select state, last_error from channels where id = ${channel.id}`;
    expect(row).toEqual({ state: 'needs_reconnect', last_error: 'Token expired' });
  });

  it('does not answer, the post is unconfirmed and not sent again', async () => {
    platform.onPublish = (_post, deliver) => {
      deliver();
      return { outcome: 'unknown', message: 'socket hang up' };
    };
    const post = await onBluesky();
    await sendDue();
    await sendDue();
    expect(await read(post.id)).toMatchObject({ state: 'unconfirmed', failure: 'socket hang up' });
    expect(platform.deliveries).toHaveLength(1);
  });

  it('hangs, its deadline ends the wait, and the other channels have not waited', async () => {
    platform.onPublish = (post, deliver) => (post.text.includes('hangs') ? new Promise(() => undefined) : deliver());
    const hanging = await buildPost(db, { channelId: bluesky.id, content: { text: 'hangs', images: [], link: null } });
    const other = await buildPost(db, { channelId: (await buildChannel(db, { kind: 'bluesky' })).id });
    const sending = createSending(publisher({ timing: { lease: 5000, deadline: 1000, margin: 100, quiet: 1000 } }));
    await sending.run();
    await vi.waitFor(async () => expect((await read(other.id)).state).toBe('published'), { timeout: 10_000 });
    expect(['claimed', 'sending']).toContain((await read(hanging.id)).state);
    await sending.idle();
    expect(await read(hanging.id)).toMatchObject({
      state: 'unconfirmed',
      failure: expect.stringContaining('1 second'),
    });
  });

  it('is slower than claims last, the rest is given back before its leases end, and goes out', async () => {
    let now = 0;
    platform.onPublish = (_post, deliver) => {
      now += defaultTiming.lease / 15;
      return deliver();
    };
    for (let index = 0; index < 20; index += 1) await buildPost(db, { channelId: bluesky.id });
    const sending = createSending(publisher({ monotonic: () => now }));
    for (let round = 0; round < 5; round += 1) {
      await sending.run();
      await sending.idle();
    }
    expect(platform.deliveries).toHaveLength(20);
    const [{ fences } = { fences: 0 }] = await sql<
      { fences: number }[]
    >`select count(distinct fence)::int as fences from posts where channel_id = ${bluesky.id} and state = 'published'`;
    // Those that were given back were claimed again.
    expect(fences).toBeGreaterThan(1);
  });

  it('has an adapter with a fault, the outcome is unknown', async () => {
    platform.onPublish = () => {
      throw new TypeError('undefined is not a function');
    };
    const post = await onBluesky();
    await sendDue();
    expect((await read(post.id)).state).toBe('unconfirmed');
  });
});

describe('the end of the process', () => {
  it('finishes what is being sent and gives back the rest', async () => {
    const gate = Promise.withResolvers<void>();
    platform.onPublish = async (_post, deliver) => {
      await gate.promise;
      return deliver();
    };
    const posts = await Promise.all(Array.from({ length: 30 }, onBluesky));
    const sending = createSending(publisher());
    await sending.run();
    await vi.waitFor(() => expect(platform.sent.length).toBeGreaterThan(0), { timeout: 10_000 });
    const stopping = sending.stop();
    gate.resolve();
    await stopping;
    const states = await Promise.all(posts.map(async ({ id }) => (await read(id)).state));
    expect(new Set(states)).toEqual(new Set(['published', 'scheduled']));
    expect(states.filter((state) => state === 'published')).toHaveLength(platform.deliveries.length);
  });
});

describe('two publishers', () => {
  it('share 500 posts and send each once', async () => {
    const item = await buildItem(db, { workspaceId: bluesky.workspaceId, approved: true });
    await Promise.all(Array.from({ length: 500 }, () => buildPost(db, { channelId: bluesky.id, itemId: item.id })));
    await Promise.all([sendDue(), sendDue(), sendDue()]);
    const counted =
      await sql`select count(*)::int as published from posts where item_id = ${item.id} and state = 'published'`;
    expect(counted).toEqual([{ published: 500 }]);
    expect(platform.deliveries).toHaveLength(500);
    expect(new Set(platform.deliveries).size).toBe(500);
  });
});
