import { channelKinds } from '@mobilise/contracts/channels';
import { buildChannel, buildPost } from '@mobilise/db/factories';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Publisher } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { claimDue } from './claim.ts';
import { intend } from './intend.ts';
import { prepare } from './prepare.ts';
import { reconcile, verdictOn } from './reconcile.ts';
import { settlementOf } from './retry.ts';
import { sendOnce } from './send.ts';
import { settle } from './settle.ts';
import { sweep } from './sweep.ts';

const { sql, db, platform, publisher, sendDue, passTime, read } = await testPublishing();
const channel = await buildChannel(db, { kind: 'bluesky' });
const soon = { lease: 60_000, deadline: 20_000, margin: 5_000, quiet: 20_000 };
const taken = (soon.lease + soon.quiet) / 1000 + 1;

beforeEach(async () => {
  platform.reset();
  await sql`delete from posts`;
  await sql`update channels set failures = 0`;
});

/** The steps of one publisher, one by one, so that a test can stop it between any two. */
function stepwise(worker: Publisher) {
  return {
    claim: async () => (await claimDue(worker, { limit: 10 })).claimed,
    intend: async (claims: Awaited<ReturnType<typeof claimDue>>['claimed']) => {
      const { ready } = await prepare(worker, claims);
      const since = worker.monotonic();
      return { ready, since, intended: await intend(worker, worker.sql, ready) };
    },
  };
}

/** A second publisher does all it does, until nothing changes any more. */
async function takeOver(worker: Publisher) {
  await sweep(worker);
  await reconcile(worker);
  await sendDue(worker);
}

describe('a publisher that stops', () => {
  it('after its claim has sent nothing: another sends the post once', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    await stepwise(publisher()).claim();
    await takeOver(publisher());
    expect((await read(post.id)).state).toBe('claimed');
    await passTime(taken);
    await takeOver(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'published', attempts: 1 });
    expect(platform.deliveries).toHaveLength(1);
  });

  it('after its intent, before any byte: the channel is asked, says no, and the same post goes out once', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const worker = stepwise(publisher());
    await worker.intend(await worker.claim());
    const frozen = (await read(post.id)).payload;
    await passTime(taken);
    await takeOver(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'published', attempts: 2, payload: frozen });
    expect(platform.deliveries).toHaveLength(1);
    const attempts = await sql`select outcome from attempts where post_id = ${post.id} order by number`;
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['unknown', 'published']);
  });

  it('after the answer, before the commit: the channel says it is there, and nothing is sent again', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const worker = stepwise(publisher());
    const { ready } = await worker.intend(await worker.claim());
    for (const { payload } of ready) if (payload) await platform.adapter.publish(payload, undefined as never);
    await passTime(taken);
    await takeOver(publisher());
    expect(await read(post.id)).toMatchObject({
      state: 'published',
      attempts: 1,
      remoteUrl: expect.stringContaining('https://fake.example.org/'),
    });
    expect(platform.deliveries).toHaveLength(1);
  });

  it('is not taken over before its lease and the quiet period are over', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const worker = stepwise(publisher());
    await worker.intend(await worker.claim());
    await passTime(soon.lease / 1000 + 1);
    await takeOver(publisher());
    expect((await read(post.id)).state).toBe('sending');
  });

  it('for longer than the grace: what is absent is held instead of sent late', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const worker = stepwise(publisher());
    await worker.intend(await worker.claim());
    await passTime(channelKinds.bluesky.grace + 10);
    await takeOver(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'late' });
    expect(platform.deliveries).toEqual([]);
  });
});

describe('a publisher that wakes up late', () => {
  const failed = { outcome: 'failed' as const, message: 'stale', advice: 'stale' };
  const results = (intended: Awaited<ReturnType<typeof intend>>, outcome: Parameters<typeof settlementOf>[1]) =>
    intended.map((one) => settlementOf(one, outcome, Math.random));

  it('cannot write over what another has done since', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const stale = publisher();
    const worker = stepwise(stale);
    const { intended } = await worker.intend(await worker.claim());
    await passTime(taken);
    await takeOver(publisher());
    const before = await sql`select * from posts where id = ${post.id}`;
    expect(await settle(stale, sql, results(intended, failed))).toEqual([]);
    expect(await sql`select * from posts where id = ${post.id}`).toEqual(before);
  });

  it('cannot write over what another is sending at this moment', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const [stale, second] = [publisher(), publisher()];
    const { intended } = await stepwise(stale).intend(await stepwise(stale).claim());
    await passTime(taken);
    await sweep(second);
    await reconcile(second);
    await stepwise(second).intend(await stepwise(second).claim());
    expect((await read(post.id)).state).toBe('sending');
    expect(await settle(stale, sql, results(intended, failed))).toEqual([]);
    expect((await read(post.id)).state).toBe('sending');
  });

  it('cannot intend what has been taken from it', async () => {
    await buildPost(db, { channelId: channel.id });
    const stale = publisher();
    const claims = await stepwise(stale).claim();
    await passTime(taken);
    await takeOver(publisher());
    expect((await stepwise(stale).intend(claims)).intended).toEqual([]);
    expect(platform.deliveries).toHaveLength(1);
  });

  it('cannot intend after its lease, even when nobody else has come', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const stale = publisher();
    const claims = await stepwise(stale).claim();
    await passTime(soon.lease / 1000 + 1);
    expect((await stepwise(stale).intend(claims)).intended).toEqual([]);
    expect((await read(post.id)).state).toBe('claimed');
  });

  it('sends nothing when too little of its lease is left by the monotonic clock, and the post is scheduled again', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    let time = 0;
    const frozen = publisher({ timing: soon, monotonic: () => time });
    const { ready, since, intended } = await stepwise(frozen).intend(await stepwise(frozen).claim());
    const payload = ready[0]?.payload;
    const [row] = await sql<
      { id: string; kind: 'bluesky'; config: Record<string, unknown>; credentials: null }[]
    >`select id, kind, config, credentials from channels where id = ${channel.id}`;
    if (!payload || !row || !intended[0]) throw new Error('Nothing was prepared');
    const send = () =>
      sendOnce(frozen, {
        adapter: platform.adapter,
        channel: row,
        post: payload,
        fence: intended[0]?.fence ?? 0,
        since,
      });
    time = soon.lease - soon.deadline - soon.margin + 1;
    const outcome = await send();
    expect(outcome.outcome).toBe('abandoned');
    expect(platform.sent).toEqual([]);
    await settle(frozen, sql, [settlementOf(intended[0], outcome, Math.random)]);
    expect(await read(post.id)).toMatchObject({ state: 'scheduled', failure: null });
    time = soon.lease - soon.deadline - soon.margin;
    expect((await send()).outcome).toBe('published');
  });

  it('still counts when its result comes after the sweep and before anybody looked', async () => {
    const post = await buildPost(db, { channelId: channel.id });
    const slow = publisher();
    const worker = stepwise(slow);
    const { intended } = await worker.intend(await worker.claim());
    await passTime(taken);
    await sweep(publisher());
    expect((await read(post.id)).state).toBe('unconfirmed');
    const published = { outcome: 'published' as const, remoteId: 'at://x', remoteUrl: 'https://x.example.org' };
    expect(await settle(slow, sql, results(intended, published))).toEqual([post.id]);
    expect((await read(post.id)).state).toBe('published');
  });
});

describe('a pause or a withdrawn approval between claim and intent', () => {
  it('holds the post before any byte leaves', async () => {
    const worker = publisher();
    const own = await buildChannel(db, { kind: 'bluesky' });
    const [paused, unapproved] = [
      await buildPost(db, { channelId: own.id }),
      await buildPost(db, { channelId: channel.id }),
    ];
    const claims = await stepwise(worker).claim();
    await sql`update channels set state = 'paused' where id = ${own.id}`;
    await sql`delete from approvals where revision_id = ${unapproved.revisionId}`;
    expect((await stepwise(worker).intend(claims)).intended).toEqual([]);
    expect(await read(paused.id)).toMatchObject({ state: 'held', holdReason: 'channel', attempts: 0 });
    expect(await read(unapproved.id)).toMatchObject({ state: 'held', holdReason: 'approval', attempts: 0 });
  });
});

describe('looking for an unconfirmed post', () => {
  const unconfirmed = async () => {
    platform.onPublish = (_post, deliver) => {
      deliver();
      return { outcome: 'unknown', message: 'socket hang up' };
    };
    const post = await buildPost(db, { channelId: channel.id });
    await sendDue();
    return post;
  };

  it('waits for the quiet period, then finds it', async () => {
    const post = await unconfirmed();
    await reconcile(publisher());
    expect((await read(post.id)).state).toBe('unconfirmed');
    await passTime(soon.quiet / 1000 + 1);
    await reconcile(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'published', failure: null });
  });

  it('is done by one of two publishers', async () => {
    await unconfirmed();
    await passTime(soon.quiet / 1000 + 1);
    const looked = await Promise.all([reconcile(publisher()), reconcile(publisher())]);
    expect(looked.toSorted()).toEqual([0, 1]);
  });

  it('asks a person when the channel has something else in its place', async () => {
    const post = await unconfirmed();
    await passTime(soon.quiet / 1000 + 1);
    platform.onReconcile = () => ({ found: 'different', message: 'Another text is there' });
    await reconcile(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'needs_person', failure: 'Another text is there' });
  });

  it('looks again later when the look fails, and asks a person after a day', async () => {
    const post = await unconfirmed();
    await passTime(soon.quiet / 1000 + 1);
    platform.onReconcile = () => ({ found: 'unknown', message: '503' });
    expect(await reconcile(publisher())).toBe(1);
    expect(await reconcile(publisher())).toBe(0);
    expect(await read(post.id)).toMatchObject({ state: 'unconfirmed' });
    await passTime(25 * 3600);
    await reconcile(publisher());
    expect(await read(post.id)).toMatchObject({ state: 'needs_person' });
  });

  it('ends after five tries that never arrived', () => {
    const row = { id: 'x', fence: 1, tries: 5, age: 30_000 };
    expect(verdictOn(row, { found: 'absent' })).toMatchObject({ state: 'failed' });
    expect(verdictOn({ ...row, tries: 4 }, { found: 'absent' })).toMatchObject({ state: 'scheduled' });
  });

  it('counts as a try only what was more than waiting', async () => {
    const post = await unconfirmed();
    await sql`update posts set attempts = 6 where id = ${post.id}`;
    await sql`update attempts set number = 6 where post_id = ${post.id}`;
    await sql`
      insert into attempts (post_id, number, fence, worker, finished_at, outcome)
      select ${post.id}, n, 1, 'x', now(), 'waiting' from generate_series(1, 5) n`;
    await passTime(soon.quiet / 1000 + 1);
    platform.onReconcile = () => ({ found: 'absent' });
    await reconcile(publisher());
    expect((await read(post.id)).state).toBe('scheduled');
  });
});

it('writes results in spite of a database that is away for a moment', async () => {
  const post = await buildPost(db, { channelId: channel.id });
  let away = 2;
  const flaky = new Proxy(sql, {
    apply: (target, self, args: unknown[]) => {
      const [template] = args;
      if (Array.isArray(template) && template.join('?').includes('with results') && away > 0) {
        away -= 1;
        return Promise.reject(Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' }));
      }
      return Reflect.apply(target as never, self, args);
    },
  });
  await sendDue(publisher({ sql: flaky }));
  await vi.waitFor(async () => expect((await read(post.id)).state).toBe('published'), { timeout: 10_000 });
  expect(away).toBe(0);
  expect(platform.deliveries).toHaveLength(1);
});
