import { bluesky } from '@mobilise/channels/bluesky';
import { blueskyFake } from '@mobilise/channels/bluesky-fake';
import { linkedin } from '@mobilise/channels/linkedin';
import { fakeOrganization, type LinkedInFake, linkedinFake } from '@mobilise/channels/linkedin-fake';
import { fakeClient } from '@mobilise/channels/linkedin-fake-oauth';
import { guardedFetch } from '@mobilise/channels/outgoing-fetch';
import type { Grant } from '@mobilise/channels/sign-in';
import { buildChannel, buildMember, buildPost } from '@mobilise/db/factories';
import { open, seal } from '@mobilise/db/secrets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelsById, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { testPublishing } from '../testing.ts';
import { forgetAuthorisations, noteEnded, renewAhead } from './renew.ts';

const { sql, db, publisher, read } = await testPublishing();

let fake: LinkedInFake;
beforeEach(async () => {
  fake = await linkedinFake();
});
afterEach(async () => {
  await sql`delete from posts`;
  await sql`delete from channels`;
  await fake.close();
});

const worker = (overrides: Partial<Publisher> = {}): Publisher =>
  publisher({
    adapterFor: async () => linkedin,
    fetch: guardedFetch({ allowPrivate: true }),
    settings: {
      publicUrl: 'https://news.example.org',
      release: 'test',
      quota: 0,
      signInClients: { linkedin: { ...fakeClient, origin: fake.url } },
    },
    ...overrides,
  });

/** A connected page whose access ends in so many days, and its renewal in so many. */
async function connected({ days = 5, renewable = 300 as number | null, grant = fake.grant() as Grant } = {}) {
  const from = (count: number) => new Date(Date.now() + count * 86_400_000);
  const { id } = await buildChannel(db, {
    kind: 'linkedin',
    config: { service: fake.url, organization: fakeOrganization, name: 'Riverside Hospice', vanityName: null },
    credentialsExpireAt: from(days),
    reconnectBy: from(renewable ?? days),
  });
  const stored = { ...grant, expiresAt: from(days).toISOString(), ...(renewable === null && { refreshToken: null }) };
  await sql`update channels set credentials = ${seal(stored, worker().key, id)} where id = ${id}`;
  const row = async () => {
    const [one] = await sql<
      {
        state: string;
        credentials: string;
        ends: number;
        reconnectBy: number;
        version: number;
        lastError: string | null;
      }[]
    >`
      select state, credentials, version, last_error as "lastError",
        (extract(epoch from credentials_expire_at) * 1000)::float8 as ends,
        (extract(epoch from reconnect_by) * 1000)::float8 as "reconnectBy" from channels where id = ${id}`;
    if (!one) throw new Error('The channel is gone');
    return { ...one, grant: open(one.credentials, worker().key, id) as Grant };
  };
  return { id, row };
}

const daysUntil = (instant: number) => Math.round((instant - Date.now()) / 86_400_000);

describe('credentials are renewed ahead of their end', () => {
  it('and say when the next one is', async () => {
    const { row } = await connected();
    const before = await row();
    expect(await renewAhead(worker())).toBe(1);
    const after = await row();
    expect(after.grant.accessToken).not.toBe(before.grant.accessToken);
    expect(daysUntil(after.ends)).toBe(60);
    expect(daysUntil(after.reconnectBy)).toBe(365);
    // Whoever has the channel open loses nothing.
    expect(after.version).toBe(before.version);
    expect(await renewAhead(worker())).toBe(0);
  });

  it('not while there is time, nor where only a person can', async () => {
    await connected({ days: 30 });
    await connected({ days: 5, renewable: null });
    expect(await renewAhead(worker())).toBe(0);
    expect(fake.signIn.oauth.refreshes).toBe(0);
  });

  it('once, by five publishers at once', async () => {
    const { row } = await connected();
    expect((await Promise.all(Array.from({ length: 5 }, () => renewAhead(worker())))).length).toBe(5);
    expect(fake.signIn.oauth.refreshes).toBe(1);
    expect((await row()).grant.refreshToken).not.toBeNull();
  });

  it('again at the next call after the platform did not answer', async () => {
    const { row } = await connected();
    fake.signIn.oauth.fails = { status: 503, body: 'down' };
    expect(await renewAhead(worker())).toBe(0);
    expect((await row()).state).toBe('ready');
    fake.signIn.oauth.fails = null;
    expect(await renewAhead(worker())).toBe(1);
  });

  it('or a refusal is kept: nobody asks again, and the channel says until when it works', async () => {
    const { row } = await connected();
    const { grant } = await row();
    fake.signIn.oauth.fails = {
      status: 400,
      body: { error: 'invalid_request', error_description: 'expired or revoked' },
    };
    expect(await renewAhead(worker())).toBe(0);
    expect(await row()).toMatchObject({
      state: 'ready',
      grant: { accessToken: grant.accessToken, refreshToken: null },
      reconnectBy: Date.parse(grant.expiresAt ?? ''),
    });
    await renewAhead(worker());
    expect(fake.signIn.oauth.refreshes).toBe(1);
  });
});

describe('an ended token in use', () => {
  it.each([false, true])(
    'is renewed once by five workers at once, with refresh tokens that count once: %s',
    async (rotates) => {
      const { id, row } = await connected();
      fake.signIn.oauth.rotates = rotates;
      fake.signIn.expire();
      const use = async () => {
        const own = worker();
        const channel = (await channelsById(own, [id])).get(id);
        if (!channel) throw new Error('The channel is gone');
        return linkedin.check(connectionTo(own, channel, AbortSignal.timeout(20_000)));
      };
      expect(await Promise.all(Array.from({ length: 5 }, use))).toEqual(
        Array.from({ length: 5 }, () => ({ ok: true })),
      );
      expect(fake.signIn.oauth.refreshes).toBe(1);
      expect(await use()).toEqual({ ok: true });
      expect(daysUntil((await row()).ends)).toBe(60);
    },
  );
});

it('a Bluesky session is renewed once by five workers at once', async () => {
  const platform = await blueskyFake();
  const typed = platform.typed(platform.url);
  const by = { adapterFor: async () => bluesky };
  const way = { fetch: guardedFetch({ allowPrivate: true }), signal: AbortSignal.timeout(20_000) };
  const { config, credentials } = await bluesky.connect(typed, way);
  const { id } = await buildChannel(db, { kind: 'bluesky', config });
  await sql`update channels set credentials = ${seal(credentials, worker().key, id)} where id = ${id}`;
  platform.expireSession?.();
  const use = async () => {
    const own = worker(by);
    const channel = (await channelsById(own, [id])).get(id);
    if (!channel) throw new Error('The channel is gone');
    return bluesky.check(connectionTo(own, channel, AbortSignal.timeout(20_000)));
  };
  expect(await Promise.all(Array.from({ length: 5 }, use))).toEqual(Array.from({ length: 5 }, () => ({ ok: true })));
  expect(platform.calls.filter((call) => call === 'com.atproto.server.refreshSession')).toHaveLength(1);
  expect(platform.calls.filter((call) => call === 'com.atproto.server.createSession')).toHaveLength(1);
  await platform.close();
});

describe('a sign-in that has ended for good', () => {
  it('holds what is scheduled before the first post fails', async () => {
    const { id, row } = await connected({ days: -1, renewable: null });
    const post = await buildPost(db, { channelId: id, dueAt: new Date(Date.now() + 3_600_000) });
    expect(await noteEnded(worker())).toBe(1);
    expect(await row()).toMatchObject({ state: 'needs_reconnect', lastError: 'The sign-in at the platform has ended' });
    expect(await read(post.id)).toMatchObject({ state: 'held', holdReason: 'channel' });
    expect(await noteEnded(worker())).toBe(0);
  });

  it('is not assumed of one that can be renewed', async () => {
    await connected({ days: -1 });
    expect(await noteEnded(worker())).toBe(0);
    expect(await renewAhead(worker())).toBe(1);
  });
});

it('what nobody finished in time is forgotten, with its tokens', async () => {
  const { user, member } = await buildMember(db, { role: 'owner' });
  await sql`insert into sessions (id, expires_at, token, user_id) values ('s', now() + interval '1 day', 't', ${user.id})`;
  for (const minutes of [-1, 5])
    await sql`
      insert into authorisations (id, workspace_id, user_id, session_id, kind, state_hash, created_at, expires_at, "grant")
      values (gen_random_uuid(), ${member.workspaceId}, ${user.id}, 's', 'linkedin', ${`hash ${minutes}`}, now(),
        now() + make_interval(mins => ${minutes}), 'sealed')`;
  expect(await forgetAuthorisations(worker())).toBe(1);
  expect(await forgetAuthorisations(worker())).toBe(0);
});
