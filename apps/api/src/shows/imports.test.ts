import { buildChannel } from '@mobilise/db/factories';
import { channels } from '@mobilise/db/schema/channels';
import { holds } from '@mobilise/db/schema/holds';
import { showImports } from '@mobilise/db/schema/shows';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, refusal } from '../post-testing.ts';
import { cancelImport, listImports, startImport } from './imports.ts';

const { db } = await testDatabase();
const sent: unknown[][] = [];
const jobs = { send: (...job: unknown[]) => Promise.resolve(String(sent.push(job))) };
const settings = { allowPrivateAddresses: false };
const feedUrl = 'https://podcasts.example/rss';

test('an import is asked for once, listed, and can be stopped while it runs', async () => {
  const { channel, as } = await buildDesk(db);
  const scope = await as('editor');
  const started = await startImport(scope, jobs, settings, { feedUrl, channelId: channel.id, owned: false });
  expect(started).toMatchObject({ feedUrl, state: 'running', total: 0, done: 0, failures: [], showId: null });
  expect(sent).toEqual([['import-show', { importId: started.id }, expect.anything()]]);
  await refusal(startImport(scope, jobs, settings, { feedUrl, channelId: channel.id, owned: false }), 'conflict');
  expect(await cancelImport(scope, started.id)).toMatchObject({ state: 'cancelled' });
  expect(await cancelImport(scope, started.id)).toMatchObject({ state: 'cancelled' });
  const lacking = { episode: 'Night 1', part: 'chapters' as const, why: 'They are gone.' };
  await db
    .update(showImports)
    .set({ failures: [lacking], done: 3 })
    .where(eq(showImports.id, started.id));
  const again = await startImport(scope, jobs, settings, { feedUrl, channelId: channel.id, owned: false });
  expect(again).toMatchObject({ id: started.id, state: 'running', done: 3, failures: [lacking] });
  await db.update(showImports).set({ state: 'done' }).where(eq(showImports.id, again.id));
  await refusal(cancelImport(scope, again.id), 'wrong_state');
  expect((await listImports(scope)).data.map(({ id, state }) => [id, state])).toEqual([[again.id, 'done']]);
});

test('an import from an address of a private network is refused at once, unless the installation allows such', async () => {
  const { channel, as } = await buildDesk(db);
  const scope = await as('editor');
  const begin = (host: string, allowPrivateAddresses: boolean) =>
    startImport(
      scope,
      jobs,
      { allowPrivateAddresses },
      { feedUrl: `https://${host}/rss`, channelId: channel.id, owned: false },
    );
  const inside = [
    '127.0.0.1:8080',
    '127.1',
    '10.2.3.4',
    '192.168.1.20',
    '169.254.169.254',
    '[::1]',
    '[fd00::1]',
    'localhost',
  ];
  for (const host of inside)
    expect((await refusal(begin(host, false), 'address_refused')).message).toMatch(
      /^\S+ is an address inside a private network and may not be reached from here\.$/,
    );
  expect((await listImports(scope)).data).toEqual([]);
  // A name is looked up when it is fetched.
  expect(await begin('podcasts.example', false)).toMatchObject({ state: 'running' });
  expect(await begin('127.0.0.1:8080', true)).toMatchObject({ state: 'running' });
  await refusal(begin('169.254.169.254', true), 'address_refused');
});

test('that a show is theirs is said once: what goes on after a stop knows it', async () => {
  const { channel, as } = await buildDesk(db);
  const scope = await as('editor');
  const begin = async (owned: boolean, feed = feedUrl) => {
    const { id } = await startImport(scope, jobs, settings, { feedUrl: feed, channelId: channel.id, owned });
    await cancelImport(scope, id);
    const [row] = await db.select().from(showImports).where(eq(showImports.id, id));
    return row?.owned;
  };
  expect([await begin(false), await begin(true), await begin(false)]).toEqual([false, true, true]);
  expect(await begin(false, `${feedUrl}/another`)).toBe(false);
});

test('three imports run at a time in a workspace, also where many are asked for at once; the next waits for one to end', async () => {
  const [ours, theirs] = [await buildDesk(db), await buildDesk(db)];
  const scope = await ours.as('editor');
  const channels = [
    ours.channel,
    ...(await Promise.all([1, 2, 3, 4].map(() => buildChannel(db, { workspaceId: scope.workspaceId })))),
  ];
  const begin = ({ id }: { id: string }, at = 0) =>
    startImport(scope, jobs, settings, { feedUrl: `${feedUrl}/${at}`, channelId: id, owned: false });
  const all = await Promise.allSettled(channels.map(begin));
  const begun = all.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
  expect(begun.length).toBe(3);
  const refused = begin(ours.channel, 9);
  await refusal(refused, 'conflict');
  await expect(refused).rejects.toThrow(/^3 feeds are being taken over at this moment.*Wait until one has ended/);
  await startImport(await theirs.as('editor'), jobs, settings, { feedUrl, channelId: theirs.channel.id, owned: false });
  await cancelImport(scope, begun[0] ?? '');
  expect(await begin(ours.channel, 9)).toMatchObject({ state: 'running' });
});

test('an import is not begun while a hold is on its site or the site is paused; one that runs says that it waits', async () => {
  const { channel, workspace, as } = await buildDesk(db);
  const scope = await as('editor');
  const other = await buildChannel(db, { workspaceId: workspace.id });
  const begin = (feed: string) =>
    startImport(scope, jobs, settings, { feedUrl: feed, channelId: channel.id, owned: false });
  const { id } = await begin(feedUrl);
  const waiting = async () => (await listImports(scope)).data.find((one) => one.id === id)?.waiting;
  expect(await waiting()).toBeNull();

  const press = async (hold: Partial<typeof holds.$inferInsert>) => {
    const named = { id: crypto.randomUUID(), workspaceId: workspace.id, target: 'everything' as const, by: 'Grace' };
    await db.insert(holds).values({ ...named, reason: '100% “sure”', ...hold });
  };
  await press({ target: 'channel', channelId: other.id });
  await press({ target: 'tag', tag: 'flu' });
  await press({ startsAt: new Date(Date.now() + 3_600_000) });
  expect(await waiting()).toBeNull();
  await press({ reason: 'A death' });
  expect(await waiting()).toBe('There is a hold on everything: “A death”.');
  await refusal(begin(`${feedUrl}/2`), 'conflict');
  await expect(begin(`${feedUrl}/2`)).rejects.toThrow(/^There is a hold on everything: “A death”\. What is taken over/);
  await db.delete(holds);
  await press({ target: 'channel', channelId: channel.id });
  await expect(begin(`${feedUrl}/2`)).rejects.toThrow(`There is a hold on “${channel.name}”: “100% “sure””.`);
  await db.delete(holds);

  await db.update(channels).set({ state: 'paused' }).where(eq(channels.id, channel.id));
  expect(await waiting()).toBe(`“${channel.name}” is paused.`);
  await expect(begin(`${feedUrl}/2`)).rejects.toThrow(`“${channel.name}” is paused.`);
  expect(await cancelImport(scope, id)).toMatchObject({ state: 'cancelled', waiting: null });
  await db.update(channels).set({ state: 'ready' }).where(eq(channels.id, channel.id));
  expect(await begin(`${feedUrl}/2`)).toMatchObject({ state: 'running', waiting: null });
});

test('an import belongs to one workspace', async () => {
  const [ours, theirs] = [await buildDesk(db), await buildDesk(db)];
  const { id } = await startImport(await ours.as('editor'), jobs, settings, {
    feedUrl,
    channelId: ours.channel.id,
    owned: false,
  });
  const scope = await theirs.as('owner');
  await refusal(cancelImport(scope, id), 'not_found');
  await refusal(
    startImport(scope, jobs, settings, { feedUrl, channelId: ours.channel.id, owned: false }),
    'invalid_request',
  );
  expect((await listImports(scope)).data).toEqual([]);
});

test('a feed that is locked says so, and how much was left out is counted', async () => {
  const { channel, as } = await buildDesk(db);
  const scope = await as('editor');
  const { id } = await startImport(scope, jobs, settings, { feedUrl, channelId: channel.id, owned: false });
  const failed = async (failures: (typeof showImports.$inferInsert)['failures']) => {
    await db.update(showImports).set({ state: 'failed', failures }).where(eq(showImports.id, id));
    return (await listImports(scope)).data[0];
  };
  const lock = { episode: 'The show', part: 'lock' as const, why: 'It is locked.' };
  expect(await failed([lock])).toMatchObject({ locked: true, failures: [] });
  const night = { episode: 'Night 1', why: 'It is gone.', more: 12 };
  expect(await failed([night])).toMatchObject({ locked: false, failures: [{ ...night, part: 'episode' }] });
});
