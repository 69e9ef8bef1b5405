import { channelKindOf } from '@mobilise/contracts/channels';
import * as contract from '@mobilise/contracts/publishing';
import { buildAsset, buildChannel, buildItem, buildPost, buildWorkspace } from '@mobilise/db/factories';
import { attempts, publishers } from '@mobilise/db/schema/posts';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { testApi } from '../testing.ts';
import { restOf } from './watched.ts';

const api = await testApi();
const { db } = api.context;
const { workspaceId, owner } = await api.setUp();
const params = { workspace: workspaceId };
const look = () => api.call(contract.getPublishing, { params }, owner);
const find = async (search: string) =>
  (await api.call(contract.findPublishing, { params, query: { search } }, owner)).data;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const ahead = (seconds: number) => ago(-seconds);

beforeEach(async () => {
  await db.execute(sql`delete from posts`);
  await db.execute(sql`delete from publishers`);
});

describe('what the publishers are doing', () => {
  test('says of each publisher where it is, what it runs, and whether it lives', async () => {
    await db.insert(publishers).values([
      {
        id: 'one',
        machine: 'ward-1',
        release: '1.2.0',
        skew: -3500,
        ffmpeg: { source: 'system', version: '7.1', notes: [] },
      },
      { id: 'two', machine: 'ward-2', release: '1.2.0', seenAt: ago(60) },
    ]);
    expect((await look()).publishers).toMatchObject([
      { id: 'one', machine: 'ward-1', release: '1.2.0', skew: -3500, lives: true, ffmpeg: { source: 'system' } },
      { id: 'two', machine: 'ward-2', lives: false, ffmpeg: null },
    ]);
  });

  test('tells what is under way, due, near, unconfirmed and in need of somebody, and nothing of others', async () => {
    const channel = await buildChannel(db, { workspaceId, kind: 'bluesky', name: 'Riverside on Bluesky' });
    const build = (overrides: object) => buildPost(db, { workspaceId, channelId: channel.id, ...overrides });
    const [late, later] = [await build({ dueAt: ago(90) }), await build({ dueAt: ago(20) })];
    const next = await build({ dueAt: ahead(1800) });
    await build({ dueAt: ahead(7200) });
    const lease = { claimedBy: 'one', leaseUntil: ahead(50), fence: 1 };
    const sending = await build({ state: 'sending', attempts: 1, ...lease });
    await db.insert(attempts).values({ postId: sending.id, number: 1, fence: 1, worker: 'one' });
    const lost = await build({ state: 'unconfirmed', failure: 'There was no answer within 20 seconds.' });
    await build({ state: 'held', holdReason: 'late' });
    await build({ state: 'held', holdReason: 'switch' });
    await build({ state: 'held', holdReason: 'files' });
    await build({ state: 'failed' });
    await build({ state: 'needs_person' });
    const foreign = await buildPost(db, { dueAt: ago(9000), state: 'scheduled' });
    await buildPost(db, { workspaceId: foreign.workspaceId, channelId: foreign.channelId, state: 'sending', ...lease });

    const told = await look();
    expect(told.due.posts.map(({ id }) => id)).toEqual([late.id, later.id]);
    expect(told.due.count).toBe(2);
    expect(told.due.oldestLag).toBeGreaterThanOrEqual(89);
    expect(told.due.oldestLag).toBeLessThan(1000);
    expect(told.nextHour).toMatchObject({ count: 1, posts: [{ id: next.id }] });
    expect(told.underWay).toMatchObject({
      count: 1,
      posts: [{ id: sending.id, claimedBy: 'one', lastAttempt: { number: 1, outcome: null } }],
    });
    expect(told.unconfirmed).toMatchObject({ count: 1, posts: [{ id: lost.id, channelName: 'Riverside on Bluesky' }] });
    expect(told.waiting).toEqual({
      held: [
        { reason: 'late', count: 1 },
        { reason: 'switch', count: 1 },
      ],
      failed: 1,
      needsPerson: 1,
    });
    expect(told.attempts).toEqual([{ outcome: 'under_way', hour: 1, day: 1 }]);
    expect(JSON.stringify(told)).not.toContain(foreign.id);
  });

  test('counts attempts by what came of them, in the last hour and day', async () => {
    const post = await buildPost(db, { workspaceId, state: 'published' });
    const other = await buildPost(db, { state: 'published' });
    const attempt = { postId: post.id, fence: 1, worker: 'one' };
    await db.insert(attempts).values([
      { ...attempt, number: 1, outcome: 'refused', startedAt: ago(7200) },
      { ...attempt, number: 2, outcome: 'refused', startedAt: ago(60) },
      { ...attempt, number: 3, outcome: 'published', startedAt: ago(30) },
      { ...attempt, number: 4, outcome: 'published', startedAt: ago(90_000) },
      { ...attempt, postId: other.id, number: 1, outcome: 'failed', startedAt: ago(30) },
    ]);
    expect((await look()).attempts).toEqual([
      { outcome: 'published', hour: 1, day: 1 },
      { outcome: 'refused', hour: 1, day: 2 },
    ]);
  });

  test('says of each channel why it rests, and its last error in the platform’s words', async () => {
    const failing = await buildChannel(db, {
      workspaceId,
      kind: 'mastodon',
      state: 'failing',
      failures: 6,
      restingUntil: ahead(60),
      lastErrorAt: ago(5),
      lastError: 'Bad gateway',
      lastAdvice: 'It is asked again later.',
    });
    await buildPost(db, { workspaceId, channelId: failing.id, state: 'held', holdReason: 'channel' });
    const told = (await look()).channels.find(({ id }) => id === failing.id);
    expect(told).toMatchObject({
      state: 'failing',
      failures: 6,
      held: 1,
      scheduled: 0,
      rest: { why: 'circuit' },
      lastError: { message: 'Bad gateway', advice: 'It is asked again later.' },
    });
  });

  test('counts uploads that wait for their pictures, and those that failed', async () => {
    await buildAsset(db, { workspaceId, state: 'processing', createdAt: ago(40) });
    await buildAsset(db, { workspaceId, state: 'failed' });
    await buildAsset(db, { state: 'processing', createdAt: ago(4000) });
    const { renditions } = (await look()).jobs;
    expect(renditions).toMatchObject({ waiting: 1, failed: 1 });
    expect(Date.now() - Date.parse(renditions.oldestAt ?? '')).toBeLessThan(1_000_000);
  });
});

describe('looking for a post', () => {
  test('finds it by a part of its title, its id, its item’s, or an address; what is not out comes first', async () => {
    const item = await buildItem(db, { workspaceId, title: 'Flu clinic: 100 % free', approved: true });
    const shared = { workspaceId, itemId: item.id };
    const out = await buildPost(db, { ...shared, state: 'published', remoteUrl: 'https://bsky.example/p/1' });
    const due = await buildPost(db, { ...shared, dueAt: ago(10) });
    const ids = async (search: string) => (await find(search)).map(({ id }) => id);
    expect(await ids('FLU CLINIC')).toEqual([due.id, out.id]);
    expect(await ids('100 %')).toEqual([due.id, out.id]);
    expect(await ids('100 _')).toEqual([]);
    expect(await ids(due.id)).toEqual([due.id]);
    expect(await ids(`https://news.example.org/w/riverside/posts/${out.id}`)).toEqual([out.id]);
    expect(await ids(item.id)).toEqual([due.id, out.id]);
    expect(await ids('https://bsky.example/p/1')).toEqual([out.id]);
  });

  test('knows nothing of another workspace’s posts', async () => {
    const elsewhere = await buildWorkspace(db);
    const item = await buildItem(db, { workspaceId: elsewhere.id, title: 'A secret clinic', approved: true });
    const foreign = await buildPost(db, { workspaceId: elsewhere.id, itemId: item.id });
    expect([...(await find('secret')), ...(await find(foreign.id))]).toEqual([]);
  });

  test('names the hold that will keep it, and whether its revision is approved', async () => {
    const post = await buildPost(db, { workspaceId, dueAt: ahead(600), approved: false });
    await db.execute(sql`insert into holds (id, workspace_id, target, reason, by)
      values (gen_random_uuid(), ${workspaceId}, 'everything', 'A death', 'Grace Okafor')`);
    expect(await find(post.id)).toMatchObject([
      { approved: false, hold: { reason: 'A death', by: 'Grace Okafor' }, channelState: 'ready' },
    ]);
    expect((await look()).onHold).toBe(true);
    await db.execute(sql`update holds set ends_at = statement_timestamp() + interval '5 minutes'`);
    expect(await find(post.id)).toMatchObject([{ hold: null }]);
    await db.execute(
      sql`update holds set starts_at = ends_at, ends_at = statement_timestamp() + interval '15 minutes'`,
    );
    expect(await find(post.id)).toMatchObject([{ hold: { reason: 'A death' } }]);
    expect((await look()).onHold).toBe(false);
    await db.execute(sql`delete from holds`);
    expect(await find(post.id)).toMatchObject([{ hold: null }]);
  });
});

describe('the rest of a channel', () => {
  const { rate } = channelKindOf('mastodon');
  const at = Date.parse('2026-11-26T09:00:00Z');
  const rest = (tokens: number, until: number, state = 'ready') =>
    restOf('mastodon', {
      state,
      tokens,
      tokensAt: new Date(at).toISOString(),
      restingUntil: new Date(until).toISOString(),
    })?.why;
  const levels = fc.double({ min: 0, max: 0.99, noNaN: true });
  const nextToken = (tokens: number) => at + ((1 - tokens) / ((rate?.posts ?? 0) / (rate?.seconds ?? 1))) * 1000;

  test('is its pace when it ends as the next token is there, and else what the platform asked for', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 2, max: 3600 }), (tokens, more) => {
        expect(rest(tokens, nextToken(tokens))).toBe('pace');
        expect(rest(tokens, nextToken(tokens) + more * 1000)).toBe('asked');
        expect(rest(tokens, nextToken(tokens), 'failing')).toBe('circuit');
      }),
    );
  });

  test('is none without an end, and asked for where there is no pace to keep', () => {
    expect(restOf('webhook', { state: 'ready', restingUntil: null, tokens: null, tokensAt: null })).toBeNull();
    const until = new Date(at).toISOString();
    expect(restOf('webhook', { state: 'ready', restingUntil: until, tokens: null, tokensAt: null })?.why).toBe('asked');
  });
});
