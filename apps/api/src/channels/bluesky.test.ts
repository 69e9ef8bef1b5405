import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlueskyFake, blueskyFake, fakeAccount } from '@mobilise/channels/bluesky-fake';
import { channel as channelSchema } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { channels } from '@mobilise/db/schema/channels';
import { auditEntries } from '@mobilise/db/schema/team';
import { open, sealingKey } from '@mobilise/db/secrets';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { buildDesk, monday, publicUrl, refusal, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { checkChannel } from './check.ts';
import { connectChannel, reconnectChannel } from './connect.ts';
import { connectionTo, type Outside } from './connection.ts';
import { readRow } from './locks.ts';
import { getChannel, listChannels } from './read.ts';

const { db } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-channels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const secret = 'a secret that is only for tests, long enough';
const outside: Outside = {
  storage: diskStorage(folder),
  settings: { publicUrl, secret, allowPrivateAddresses: true } as Settings,
};

const stateOf = async (id: string) => {
  const { state, holdReason } = await row(db, id);
  return holdReason ? `${state}: ${holdReason}` : state;
};

describe('a Bluesky account', () => {
  let fake: BlueskyFake;
  let owner: Scope;
  let desk: Awaited<ReturnType<typeof buildDesk>>;
  beforeEach(async () => {
    fake = await blueskyFake();
    desk = await buildDesk(db, { kind: 'bluesky' });
    owner = await desk.as('owner');
  });
  afterEach(() => fake.close());

  const typed = (overrides: object = {}) => ({
    kind: 'bluesky' as const,
    name: 'Bluesky',
    service: fake.url,
    identifier: fakeAccount.handle,
    appPassword: fakeAccount.password,
    ...overrides,
  });
  /** What reconnecting asks for. */
  const again = (version: number) => ({
    kind: 'bluesky' as const,
    version,
    service: fake.url,
    identifier: fakeAccount.handle,
    appPassword: fakeAccount.password,
  });
  /** Makes the desk's channel one of the fake's account, which needs to be reconnected. */
  const disconnect = (did = fakeAccount.did) =>
    db
      .update(channels)
      .set({ state: 'needs_reconnect', config: { service: fake.url, handle: fakeAccount.handle, did } })
      .where(eq(channels.id, desk.channel.id));

  test('is connected after it answered, and its credentials are sealed and never told', async () => {
    const channel = channelSchema.parse(await connectChannel(owner, outside, typed()));
    expect(channel).toMatchObject({
      state: 'ready',
      address: `@${fakeAccount.handle}`,
      config: { service: fake.url, did: fakeAccount.did },
      lastSuccessAt: monday.toISOString(),
      lastError: null,
    });
    const [stored] = await db.select().from(channels).where(eq(channels.id, channel.id));
    expect(open(stored?.credentials ?? '', sealingKey(secret), channel.id)).toMatchObject({
      appPassword: fakeAccount.password,
    });
    const log = await db.select().from(auditEntries).where(eq(auditEntries.subjectId, channel.id));
    expect(JSON.stringify([channel, await listChannels(owner, publicUrl), stored, log])).not.toContain(
      fakeAccount.password,
    );
    expect(JSON.stringify([channel, await listChannels(owner, publicUrl)])).not.toContain('credentials');
  });

  test('is refused in the platform’s own words', async () => {
    const problem = await refusal(connectChannel(owner, outside, typed({ appPassword: 'wrong' })), 'channel_refused');
    expect(problem.message).toBe('Invalid identifier or password');
    expect(
      await db
        .select()
        .from(channels)
        .where(and(eq(channels.workspaceId, owner.workspaceId), eq(channels.name, 'Bluesky'))),
    ).toEqual([]);
  });

  test('is not looked for inside the network unless a setting allows it', async () => {
    const guarded = { ...outside, settings: { ...outside.settings, allowPrivateAddresses: false } };
    await refusal(connectChannel(owner, guarded, typed()), 'address_refused');
    expect(fake.calls).toEqual([]);
  });

  test('is connected once, even when two people do it at the same moment', async () => {
    const done = await Promise.allSettled([
      connectChannel(owner, outside, typed()),
      connectChannel(owner, outside, typed()),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });

  test('reconnected gets new credentials and schedules again what waited', async () => {
    await disconnect();
    const { id } = await desk.post({ state: 'held', holdReason: 'channel' });
    const channel = await reconnectChannel(owner, outside, desk.channel.id, again(1));
    expect(channel).toMatchObject({ state: 'ready', lastError: null, scheduled: 1, version: 2 });
    expect(await stateOf(id)).toBe('scheduled');
  });

  test('reconnected with another account is refused', async () => {
    await disconnect('did:plc:somebodyelse234567abcdef');
    const problem = await refusal(reconnectChannel(owner, outside, desk.channel.id, again(1)), 'conflict');
    expect(problem.message).toContain('another account');
    expect((await getChannel(owner, publicUrl, desk.channel.id)).state).toBe('needs_reconnect');
  });

  test('paused by a person stays paused when it is reconnected', async () => {
    await disconnect();
    await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, desk.channel.id));
    const channel = await reconnectChannel(owner, outside, desk.channel.id, again(1));
    expect(channel.state).toBe('paused');
  });

  test('is checked: a revoked password asks for a reconnect, in the platform’s words and with advice', async () => {
    const { id } = await connectChannel(owner, outside, typed());
    expect(await checkChannel(owner, outside, id)).toMatchObject({ state: 'ready', lastError: null });
    fake.revoke();
    const channel = channelSchema.parse(await checkChannel(owner, outside, id));
    expect(channel).toMatchObject({
      state: 'needs_reconnect',
      lastError: {
        at: monday.toISOString(),
        message: expect.stringMatching(/\w/),
        advice: expect.stringMatching(/\w/),
      },
    });
  });

  test('reconnected while its token is renewed keeps the new credentials', async () => {
    const { id, version } = await connectChannel(owner, outside, typed());
    const check = connectionTo(owner, outside, await readRow(owner, id));
    let credentials: string | null = null;
    const kept = await check.renew(async () => {
      await reconnectChannel(owner, outside, id, again(version));
      credentials = (await readRow(owner, id)).credentials;
      return { credentials: { appPassword: 'the one before' }, expiresAt: null, reconnectBy: null };
    });
    expect((await readRow(owner, id)).credentials).toBe(credentials);
    expect(kept).toMatchObject({ appPassword: fakeAccount.password });
  });

  test('reconnected during a check is not marked by what became of the credentials before', async () => {
    const { id } = await connectChannel(owner, outside, typed());
    const { config } = await readRow(owner, id);
    const service = createServer(async (_request, response) => {
      await db.update(channels).set({ credentials: 'others' }).where(eq(channels.id, id));
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"AuthenticationRequired"}');
    }).listen(0);
    onTestFinished(() => void service.close());
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    await db
      .update(channels)
      .set({ config: { ...config, service: `http://127.0.0.1:${port}` } })
      .where(eq(channels.id, id));
    expect(await checkChannel(owner, outside, id)).toMatchObject({ state: 'ready', lastError: null });
  });

  test('whose credentials were sealed with another secret asks for a reconnect', async () => {
    const { id } = await connectChannel(owner, outside, typed());
    const other = {
      ...outside,
      settings: { ...outside.settings, secret: 'another secret, just as long as it has to be' },
    };
    const channel = await checkChannel(owner, other, id);
    expect(channel).toMatchObject({ state: 'needs_reconnect', lastError: { advice: 'Reconnect the channel.' } });
  });

  test.each(['needs_reconnect', 'failing'] as const)(
    'that was %s releases what waited when it is checked and works',
    async (state) => {
      const { id } = await connectChannel(owner, outside, typed());
      await db
        .update(channels)
        .set({ state, failures: 7, restingUntil: new Date('2099-01-01') })
        .where(eq(channels.id, id));
      const post = await desk.post({ channelId: id, state: 'held', holdReason: 'channel' });
      expect(await checkChannel(owner, outside, id)).toMatchObject({ state: 'ready', scheduled: 1 });
      expect(await stateOf(post.id)).toBe('scheduled');
      const [row] = await db.select().from(channels).where(eq(channels.id, id));
      expect(row).toMatchObject({ failures: 0, restingUntil: null });
    },
  );
});

test('a newsroom has no credentials to replace', async () => {
  const { channel, as } = await buildDesk(db);
  const problem = await refusal(
    reconnectChannel(await as('owner'), outside, channel.id, {
      kind: 'bluesky',
      version: 1,
      service: 'https://bsky.social',
      identifier: 'riverside.example',
      appPassword: 'x',
    }),
    'wrong_state',
  );
  expect(problem).toBeInstanceOf(Problem);
  expect((await checkChannel(await as('owner'), outside, channel.id)).lastSuccessAt).toBe(monday.toISOString());
});
