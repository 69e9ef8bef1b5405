import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channel as channelSchema } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { buildChannel, buildRevision, buildSeries } from '@mobilise/db/factories';
import { channels, formerAddresses } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { subscribers, suppressions } from '@mobilise/db/schema/subscribers';
import { auditEntries } from '@mobilise/db/schema/team';
import type { Settings } from '@mobilise/db/settings';
import { testDatabase } from '@mobilise/db/testing';
import { diskStorage } from '@mobilise/media-processing/storage';
import { eq, sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { createNewsroomChannel } from '../newsroom-channel.ts';
import { buildDesk, monday, publicUrl, refusal, row } from '../post-testing.ts';
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

  test('waits for one that leaves the address which it wants, and is refused it', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const left = String(here.channel.config['slug']);
    const { connecting } = await db.transaction(async (tx) => {
      const leaving = { ...(await here.as('owner')), db: tx };
      await updateChannel(leaving, publicUrl, here.channel.id, { version: 1, newsroom: { slug: 'the-hill' } });
      const connecting = connectChannel(await there.as('owner'), outside, newsroom(left)).catch((error) => error);
      await expect
        .poll(() =>
          db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`),
        )
        .toHaveLength(1);
      return { connecting };
    });
    await refusal(Promise.reject(await connecting), 'conflict');
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

  test('of a new workspace gets the next number when an older release, which does not wait, takes its address meanwhile', async () => {
    const { as, workspace } = await buildDesk(db);
    const owner = await as('owner');
    const { creating } = await db.transaction(async (older) => {
      await buildChannel(older, { workspaceId: workspace.id, kind: 'newsroom', config: { slug: 'the-mill' } });
      const creating = createNewsroomChannel(owner, { name: 'Newsroom', slug: 'the-mill', colour: teal });
      await expect
        .poll(() =>
          db.execute(sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(1);
      return { creating };
    });
    expect((await creating).config['slug']).toBe('the-mill-2');
  });

  test('leaves an address that an older release gave it, though another had left it before', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const [left, at] = [String(here.channel.config['slug']), eq(channels.id, there.channel.id)];
    const move = async ({ as, channel }: typeof here, slug: string, version: number) =>
      updateChannel(await as('owner'), publicUrl, channel.id, { version, newsroom: { slug } });
    await move(here, 'upper-hill', 1);
    await db
      .update(channels)
      .set({ config: { ...there.channel.config, slug: left } })
      .where(at);
    await refusal(move(here, left, 2), 'conflict');
    expect((await move(there, 'lower-hill', 1)).config).toMatchObject({ slug: 'lower-hill' });
    const found = await db.select().from(formerAddresses).where(eq(formerAddresses.slug, left));
    expect(found).toEqual([{ slug: left, channelId: there.channel.id }]);
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

  test('keeps a newsletter that people subscribed to, or asked to forget them', async () => {
    const { workspace, as } = await buildDesk(db);
    const { id } = await buildChannel(db, { workspaceId: workspace.id, kind: 'email' });
    const owner = await as('owner');
    const person = { id: newId(), workspaceId: workspace.id, channelId: id, email: 'anna@example.org' };
    await db
      .insert(subscribers)
      .values({ ...person, state: 'unsubscribed', consentAt: monday, consentSource: 'Paper form' });
    expect((await refusal(removeChannel(owner, id), 'conflict')).message).toContain('an address');
    await db.delete(subscribers).where(eq(subscribers.channelId, id));
    await db.insert(suppressions).values({ channelId: id, hash: 'f'.repeat(32) });
    expect((await refusal(removeChannel(owner, id), 'conflict')).message).toContain('forget');
    expect(await db.$count(suppressions, eq(suppressions.channelId, id))).toBe(1);
    await db.delete(suppressions).where(eq(suppressions.channelId, id));
    expect(await removeChannel(owner, id)).toEqual({ ok: true });
  });

  test.each(['active', 'paused'] as const)('is refused while a series on it is %s', async (state) => {
    const { workspace, as } = await buildDesk(db);
    const channel = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const { id } = await buildSeries(db, { channelId: channel.id, state });
    const owner = await as('owner');
    expect((await refusal(removeChannel(owner, channel.id), 'conflict')).message).toContain('A series posts');
    await db.update(series).set({ state: 'ended' }).where(eq(series.id, id));
    expect(await removeChannel(owner, channel.id)).toEqual({ ok: true });
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
      () =>
        reconnectChannel(owner, outside, id, {
          kind: 'bluesky',
          version: 1,
          service: 'https://bsky.social',
          identifier: 'riverside.example',
          appPassword: 'x',
        }),
    ];
    for (const attempt of tries) await refusal(attempt(), 'not_found');
    expect((await listChannels(owner, publicUrl)).data.map((channel) => channel.id)).toEqual([here.channel.id]);
  });
});
