import { channelKindOf } from '@mobilise/contracts/channels';
import { buildChannel, buildItem, buildPost } from '@mobilise/db/factories';
import { beforeEach, describe, expect, it } from 'vitest';
import { testPublishing } from '../testing.ts';
import { circuitOpensAfter } from './health.ts';
import { takeTokens } from './pace.ts';
import { freeLeftBehind, probe } from './probe.ts';

const { sql, db, platform, publisher, sendDue, read } = await testPublishing();
const rate = channelKindOf('bluesky').rate;
if (!rate) throw new Error('These tests need a kind with a rate');

let channel: Awaited<ReturnType<typeof buildChannel>>;
let itemId: string;
beforeEach(async () => {
  platform.reset();
  await sql`update posts set state = 'held', hold_reason = 'late' where state = 'scheduled'`;
  channel = await buildChannel(db, { kind: 'bluesky' });
  itemId = (await buildItem(db, { workspaceId: channel.workspaceId, approved: true })).id;
});

const post = () => buildPost(db, { channelId: channel.id, itemId });
const claim = () => ({ id: '', fence: 0, channelId: channel.id, kind: 'bluesky' as const });
async function standing() {
  const [row] = await sql<{ state: string; failures: number; rests: number | null; tokens: number | null }[]>`
    select state, failures, (extract(epoch from resting_until - clock_timestamp()))::float8 as rests, tokens
    from channels where id = ${channel.id}`;
  if (!row) throw new Error('The channel is gone');
  return row;
}

describe('the pace of a channel', () => {
  it('is one bucket that all publishers share, and is never overdrawn', async () => {
    const takes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => takeTokens(publisher(), claim(), 50 + index * 10)),
    );
    expect(takes.reduce((sum, got) => sum + got, 0)).toBe(rate.posts);
    const { rests, tokens } = await standing();
    expect(tokens).toBeLessThan(1);
    // Until there is one more: a bucket that fills up evenly gives one every so many seconds.
    expect(rests).toBeGreaterThan(0);
    expect(rests).toBeLessThanOrEqual(rate.seconds / rate.posts);
  });

  it('fills up with time, and never above its size', async () => {
    await sql`update channels set tokens = 0, tokens_at = statement_timestamp() - make_interval(secs => ${rate.seconds / 2}) where id = ${channel.id}`;
    const got = await takeTokens(publisher(), claim(), rate.posts);
    expect(got).toBeGreaterThanOrEqual(rate.posts / 2);
    expect(got).toBeLessThan(rate.posts / 2 + 10);
    await sql`update channels set tokens = 0, resting_until = null, tokens_at = statement_timestamp() - interval '10 days' where id = ${channel.id}`;
    expect(await takeTokens(publisher(), claim(), rate.posts * 2)).toBe(rate.posts);
  });

  it('sends what it allows, and keeps the rest scheduled at its time', async () => {
    const posts = [await post(), await post(), await post()];
    await sql`update channels set tokens = 2, tokens_at = statement_timestamp() where id = ${channel.id}`;
    await sendDue();
    const states = await Promise.all(posts.map(async ({ id }) => (await read(id)).state));
    expect(states.sort()).toEqual(['published', 'published', 'scheduled']);
    expect((await standing()).rests).toBeGreaterThan(0);
    await sql`update channels set resting_until = statement_timestamp(), tokens = 1 where id = ${channel.id}`;
    await sendDue();
    expect(platform.deliveries.length).toBe(3);
  });

  it('loses nothing with a publisher whose intent comes to nothing', async () => {
    await post();
    await sql`update channels set tokens = 2, tokens_at = statement_timestamp() where id = ${channel.id}`;
    await sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the power is gone'; end $$;
      create trigger refuse before insert on attempts for each row execute function refuse();`);
    await sendDue();
    await sql.unsafe('drop trigger refuse on attempts; drop function refuse()');
    expect((await standing()).tokens).toBe(2);
  });

  it('rests as long as the platform asked, for all of its posts', async () => {
    platform.onPublish = () => ({
      outcome: 'refused',
      message: 'Rate Limit Exceeded',
      advice: 'Wait.',
      retryAfter: 120,
      limited: true,
    });
    const [first, second] = [await post(), await post()];
    await sendDue();
    const tried = platform.sent.length;
    expect((await standing()).rests).toBeGreaterThan(110);
    const third = await post();
    await sendDue();
    expect(platform.sent.length).toBe(tried);
    for (const { id } of [first, second, third]) expect((await read(id)).state).toBe('scheduled');
    expect(await standing()).toMatchObject({ state: 'ready', failures: 0 });
  });
});

describe('a channel that keeps failing', () => {
  const failAll = () => {
    platform.onPublish = () => ({ outcome: 'unknown', message: 'socket hang up' });
  };

  it('is left in peace: its posts are held, and it is asked now and then', async () => {
    failAll();
    for (let number = 0; number < circuitOpensAfter; number += 1) await post();
    await sendDue();
    expect(await standing()).toMatchObject({ state: 'failing' });
    const later = await post();
    await sendDue();
    expect(await read(later.id)).toMatchObject({ state: 'held', holdReason: 'channel' });
    const sent = platform.sent.length;

    Object.assign(platform, {
      adapter: {
        ...platform.adapter,
        check: () => Promise.resolve({ ok: false, message: '502 Bad Gateway', advice: 'Wait.', reconnect: false }),
      },
    });
    expect(await probe(publisher())).toBe(1);
    expect(await standing()).toMatchObject({ state: 'failing' });
    // Not asked again before its wait is over.
    expect(await probe(publisher())).toBe(0);
    expect(platform.sent.length).toBe(sent);
  });

  it('is ready again once it answers, and what waited inside its grace goes out', async () => {
    failAll();
    for (let number = 0; number < circuitOpensAfter; number += 1) await post();
    await sendDue();
    platform.onPublish = (_post, deliver) => deliver();
    const waited = await post();
    const late = await post();
    await sql`update posts set due_at = due_at - interval '1 day' where id = ${late.id}`;
    await sendDue();
    expect(await probe(publisher())).toBe(1);
    expect(await standing()).toMatchObject({ state: 'ready', failures: 0, rests: null });
    expect(await read(late.id)).toMatchObject({ state: 'held', holdReason: 'late' });
    await sendDue();
    expect((await read(waited.id)).state).toBe('published');
  });

  it('lets go of what was held at the very moment it became ready', async () => {
    const left = await post();
    const late = await post();
    const other = await buildChannel(db, { workspaceId: channel.workspaceId, kind: 'bluesky', state: 'paused' });
    const kept = await buildPost(db, { channelId: other.id, state: 'held', holdReason: 'channel' });
    await sql`update posts set state = 'held', hold_reason = 'channel' where id in ${sql([left.id, late.id])}`;
    await sql`update posts set due_at = due_at - interval '1 day' where id = ${late.id}`;
    expect(await freeLeftBehind(publisher())).toBe(2);
    expect((await read(left.id)).state).toBe('scheduled');
    expect(await read(late.id)).toMatchObject({ state: 'held', holdReason: 'late' });
    expect(await read(kept.id)).toMatchObject({ state: 'held', holdReason: 'channel' });
    expect(await freeLeftBehind(publisher())).toBe(0);
  });

  it('that only a person can mend is told so', async () => {
    await sql`update channels set state = 'failing', failures = 5 where id = ${channel.id}`;
    Object.assign(platform, {
      adapter: {
        ...platform.adapter,
        check: () => Promise.resolve({ ok: false, message: 'Revoked', advice: 'Reconnect.', reconnect: true }),
      },
    });
    await probe(publisher());
    expect(await standing()).toMatchObject({ state: 'needs_reconnect' });
  });

  it('is not suspected for what failed here', async () => {
    platform.onPublish = () => ({
      outcome: 'refused',
      message: 'The database is away',
      advice: 'Wait.',
      retryAfter: null,
      ours: true,
    });
    for (let number = 0; number < circuitOpensAfter + 1; number += 1) await post();
    await sendDue();
    expect(await standing()).toMatchObject({ state: 'ready', failures: 0 });
  });

  it('is not suspected for a refusal of one post, nor for one success among failures', async () => {
    platform.onPublish = () => ({ outcome: 'failed', message: 'Too long', advice: 'Shorten it.' });
    for (let number = 0; number < circuitOpensAfter + 1; number += 1) await post();
    await sendDue();
    expect(await standing()).toMatchObject({ state: 'ready', failures: 0 });
    failAll();
    await post();
    await sendDue();
    expect((await standing()).failures).toBe(1);
    platform.onPublish = (_post, deliver) => deliver();
    await post();
    await sendDue();
    expect((await standing()).failures).toBe(0);
  });
});
