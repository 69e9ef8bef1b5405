import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlueskyFake, blueskyFake, fakeAccount } from '@mobilise/channels/bluesky-fake';
import { channel as channelSchema } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { buildChannel, buildRevision } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { auditEntries } from '@mobilise/db/schema/team';
import { open, sealingKey } from '@mobilise/db/secrets';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNewsroomChannel } from '../newsroom-channel.ts';
import { buildDesk, monday, publicUrl, refusal, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { removeChannel, updateChannel } from './change.ts';
import { checkChannel } from './check.ts';
import { connectChannel, reconnectChannel } from './connect.ts';
import type { Outside } from './connection.ts';
import { getChannel, listChannels } from './read.ts';

const { db } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-channels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const secret = 'a secret that is only for tests, long enough';
const outside: Outside = {
  storage: diskStorage(folder),
  settings: { publicUrl, secret, allowPrivateAddresses: true } as Settings,
};

const teal = '#0f766e';
const newsroom = (slug: string) => ({
  kind: 'newsroom' as const,
  name: 'Newsroom',
  slug,
  description: '',
  colour: teal,
});
const stateOf = async (id: string) => {
  const { state, holdReason } = await row(db, id);
  return holdReason ? `${state}: ${holdReason}` : state;
};

describe('a newsroom site', () => {
  test('is connected under its address', async () => {
    const { as } = await buildDesk(db);
    const channel = channelSchema.parse(await connectChannel(await as('owner'), outside, newsroom('riverside')));
    expect(channel).toMatchObject({
      kind: 'newsroom',
      state: 'ready',
      address: `${publicUrl}/news/riverside`,
      config: { slug: 'riverside', description: '', colour: teal },
      scheduled: 0,
    });
  });

  test('cannot take the address of another, in whatever workspace', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    await connectChannel(await here.as('owner'), outside, newsroom('fern-hill'));
    const owner = await there.as('owner');
    expect((await refusal(connectChannel(owner, outside, newsroom('fern-hill')), 'conflict')).fields?.[0]?.field).toBe(
      'body.slug',
    );
    const change = updateChannel(owner, publicUrl, there.channel.id, { version: 1, newsroom: { slug: 'fern-hill' } });
    expect((await refusal(change, 'conflict')).fields?.[0]?.field).toBe('body.newsroom.slug');
  });

  test('of a new workspace gets a number when its address is taken', async () => {
    const { as } = await buildDesk(db);
    const owner = await as('owner');
    const slugs = [];
    for (let count = 0; count < 3; count += 1)
      slugs.push(
        (await createNewsroomChannel(owner, { name: 'Newsroom', slug: 'hospice', colour: teal })).config['slug'],
      );
    expect(slugs).toEqual(['hospice', 'hospice-2', 'hospice-3']);
  });

  test('changes name, description and colour, and keeps the rest', async () => {
    const { channel, as } = await buildDesk(db);
    const changed = await updateChannel(await as('owner'), publicUrl, channel.id, {
      version: 1,
      name: 'News',
      newsroom: { colour: '#7c3aed' },
    });
    expect(changed).toMatchObject({ name: 'News', version: 2, config: { ...channel.config, colour: '#7c3aed' } });
    await refusal(
      updateChannel(await as('owner'), publicUrl, channel.id, { version: 1, name: 'Old' }),
      'stale_version',
    );
  });
});

describe('pausing', () => {
  test('holds what is scheduled; resuming schedules it again unless it is too late', async () => {
    const { channel, post, as } = await buildDesk(db, { kind: 'bluesky' });
    const [future, late, tooLate, draft] = [
      await post(),
      await post({ dueAt: new Date(monday.getTime() - 10 * 60_000) }),
      await post({ dueAt: new Date(monday.getTime() - 20 * 60_000) }),
      await post({ state: 'draft', dueAt: null }),
    ];
    const owner = await as('owner');
    expect(await updateChannel(owner, publicUrl, channel.id, { version: 1, paused: true })).toMatchObject({
      state: 'paused',
      scheduled: 0,
    });
    expect(await Promise.all([future, late, tooLate, draft].map(({ id }) => stateOf(id)))).toEqual([
      'held: channel',
      'held: channel',
      'held: channel',
      'draft',
    ]);
    expect((await row(db, future.id)).wallTime).toBe('2026-12-01T09:00');

    expect(await updateChannel(owner, publicUrl, channel.id, { version: 2, paused: false })).toMatchObject({
      state: 'ready',
      scheduled: 2,
    });
    expect(await Promise.all([future, late, tooLate, draft].map(({ id }) => stateOf(id)))).toEqual([
      'scheduled',
      'scheduled',
      'held: late',
      'draft',
    ]);
    const log = await db
      .select({ action: auditEntries.action })
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, future.id))
      .orderBy(auditEntries.id);
    expect(log).toEqual([{ action: 'held' }, { action: 'released' }]);
  });

  test('does not let out words that were changed meanwhile', async () => {
    const { channel, item, post, as } = await buildDesk(db);
    const { id } = await post();
    const owner = await as('owner');
    await updateChannel(owner, publicUrl, channel.id, { version: 1, paused: true });
    await buildRevision(db, { itemId: item.id });
    await updateChannel(owner, publicUrl, channel.id, { version: 2, paused: false });
    expect(await stateOf(id)).toBe('held: approval');
  });

  test('leaves other channels alone', async () => {
    const { workspace, channel, post, as } = await buildDesk(db);
    const other = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const { id } = await post({ channelId: other.id });
    await updateChannel(await as('owner'), publicUrl, channel.id, { version: 1, paused: true });
    expect(await stateOf(id)).toBe('scheduled');
  });
});

describe('removing', () => {
  test.each(['published', 'scheduled', 'held', 'failed', 'needs_person'] as const)(
    'is refused while a post is %s',
    async (state) => {
      const { channel, post, as } = await buildDesk(db);
      await post({ state });
      await refusal(removeChannel(await as('owner'), channel.id), 'conflict');
    },
  );

  test('takes drafts and cancelled posts along', async () => {
    const { channel, post, as } = await buildDesk(db);
    await post({ state: 'draft', dueAt: null });
    await post({ state: 'cancelled' });
    const owner = await as('owner');
    expect(await removeChannel(owner, channel.id)).toEqual({ ok: true });
    expect((await listChannels(owner, publicUrl)).data).toEqual([]);
    expect(await db.select().from(posts).where(eq(posts.channelId, channel.id))).toEqual([]);
  });

  test('and every other change touches nothing in another workspace', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const owner = await here.as('owner');
    const { id } = there.channel;
    const tries = [
      () => removeChannel(owner, id),
      () => updateChannel(owner, publicUrl, id, { version: 1, paused: true }),
      () => getChannel(owner, publicUrl, id),
      () => checkChannel(owner, outside, id),
      () => reconnectChannel(owner, outside, id, { version: 1, appPassword: 'x' }),
    ];
    for (const attempt of tries) await refusal(attempt(), 'not_found');
    expect((await listChannels(owner, publicUrl)).data.map((channel) => channel.id)).toEqual([here.channel.id]);
  });
});

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
    const channel = await reconnectChannel(owner, outside, desk.channel.id, {
      version: 1,
      appPassword: fakeAccount.password,
    });
    expect(channel).toMatchObject({ state: 'ready', lastError: null, scheduled: 1, version: 2 });
    expect(await stateOf(id)).toBe('scheduled');
  });

  test('reconnected with another account is refused', async () => {
    await disconnect('did:plc:somebodyelse234567abcdef');
    const problem = await refusal(
      reconnectChannel(owner, outside, desk.channel.id, { version: 1, appPassword: fakeAccount.password }),
      'conflict',
    );
    expect(problem.message).toContain('another account');
    expect((await getChannel(owner, publicUrl, desk.channel.id)).state).toBe('needs_reconnect');
  });

  test('paused by a person stays paused when it is reconnected', async () => {
    await disconnect();
    await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, desk.channel.id));
    const channel = await reconnectChannel(owner, outside, desk.channel.id, {
      version: 1,
      appPassword: fakeAccount.password,
    });
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

  test('whose credentials were sealed with another secret asks for a reconnect', async () => {
    const { id } = await connectChannel(owner, outside, typed());
    const other = {
      ...outside,
      settings: { ...outside.settings, secret: 'another secret, just as long as it has to be' },
    };
    const channel = await checkChannel(owner, other, id);
    expect(channel).toMatchObject({ state: 'needs_reconnect', lastError: { advice: 'Reconnect the channel.' } });
  });

  test('that works again releases what waited when it is checked', async () => {
    const { id } = await connectChannel(owner, outside, typed());
    await db.update(channels).set({ state: 'needs_reconnect' }).where(eq(channels.id, id));
    const post = await desk.post({ channelId: id, state: 'held', holdReason: 'channel' });
    expect(await checkChannel(owner, outside, id)).toMatchObject({ state: 'ready', scheduled: 1 });
    expect(await stateOf(post.id)).toBe('scheduled');
  });
});

test('a newsroom has no credentials to replace', async () => {
  const { channel, as } = await buildDesk(db);
  const problem = await refusal(
    reconnectChannel(await as('owner'), outside, channel.id, { version: 1, appPassword: 'x' }),
    'wrong_state',
  );
  expect(problem).toBeInstanceOf(Problem);
  expect((await checkChannel(await as('owner'), outside, channel.id)).lastSuccessAt).toBe(monday.toISOString());
});
