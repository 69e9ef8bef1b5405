import { emptyDocument } from '@mobilise/contracts/document';
import { mayHaveBeenOut } from '@mobilise/contracts/post-states';
import { buildChannel, buildItem, buildPost, buildSeries } from '@mobilise/db/factories';
import { formerAddresses } from '@mobilise/db/schema/channels';
import { posts } from '@mobilise/db/schema/posts';
import { series } from '@mobilise/db/schema/series';
import { testDatabase } from '@mobilise/db/testing';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildDesk, publicUrl, refusal, row } from '../post-testing.ts';
import type { Scope } from '../scope.ts';
import { updateItem } from './place.ts';
import { getItem } from './read.ts';
import { createItem, saveItem } from './write.ts';

const { db, sql: connection } = await testDatabase();
const jobs = { send: () => Promise.resolve('') };
const begin = (scope: Scope, title: string) =>
  createItem(scope, jobs, { kind: 'story', title, summary: '', campaignId: null, tags: [] });
const rename = async (scope: Scope, id: string, title: string, autosave = true) => {
  const { version } = await getItem(scope, id);
  const content = { leadImage: null, body: emptyDocument };
  return saveItem(scope, jobs, id, { version, title, summary: '', content, autosave });
};

test('the address follows the title, also letter by letter, in the version of the save itself', async () => {
  const { as } = await buildDesk(db);
  const scope = await as('editor');
  const { id } = await begin(scope, 'E3');
  await rename(scope, id, 'Six');
  expect(await rename(scope, id, 'Six minutes of tone')).toMatchObject({ slug: 'six-minutes-of-tone', version: 3 });
  expect(await rename(scope, id, 'Six minutes of tone!')).toMatchObject({ slug: 'six-minutes-of-tone', version: 4 });
  expect(await rename(scope, id, 'Six minutes of tone!')).toMatchObject({ version: 4 });
});

test('it is the first that is free, and goes on following with its number', async () => {
  const { as } = await buildDesk(db);
  const scope = await as('editor');
  await begin(scope, 'Sleep');
  const { id } = await begin(scope, 'Working title');
  expect((await rename(scope, id, 'Sleep')).slug).toBe('sleep-2');
  expect((await rename(scope, id, 'Shows')).slug).toBe('shows-2');
  expect((await rename(scope, id, 'Sleep well')).slug).toBe('sleep-well');
});

test('two that take one title at one moment get two addresses', async () => {
  const { as } = await buildDesk(db);
  const scope = await as('editor');
  const made = await Promise.all([begin(scope, 'One'), begin(scope, 'Two')]);
  const named = await Promise.all(made.map(({ id }) => rename(scope, id, 'Winter')));
  expect(named.map(({ slug }) => slug).sort()).toEqual(['winter', 'winter-2']);
});

test('what somebody chose stays, also where it looks like a title with a number; what an import brought, too', async () => {
  const { as, workspace } = await buildDesk(db);
  const scope = await as('editor');
  const { id, version } = await begin(scope, 'Winter plan');
  await updateItem(scope, id, { version, slug: 'winter-plan-2026' });
  expect((await rename(scope, id, 'Plan for the winter')).slug).toBe('winter-plan-2026');
  const brought = await buildItem(db, { workspaceId: workspace.id, title: 'Episode 3', slug: 'ep-three' });
  expect((await rename(scope, brought.id, 'Tone')).slug).toBe('ep-three');
});

test.each(mayHaveBeenOut)(
  'it stays when a post of it is %s on any channel, by hand when that is the newsroom',
  async (state) => {
    const { as, workspace, channel } = await buildDesk(db);
    const scope = await as('editor');
    const elsewhere = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
    const posted = async (title: string, channelId: string) => {
      const { id } = await begin(scope, title);
      await buildPost(db, { itemId: id, channelId, state });
      return id;
    };
    const [onSite, onBluesky] = [await posted('Site', channel.id), await posted('Bluesky', elsewhere.id)];
    expect((await rename(scope, onSite, 'Other')).slug).toBe('site');
    expect((await rename(scope, onBluesky, 'Other')).slug).toBe('bluesky');
    const problem = await refusal(updateItem(scope, onSite, { version: 2, slug: 'other' }), 'wrong_state');
    expect(problem.fields?.[0]?.field).toBe('body.slug');
    expect((await updateItem(scope, onBluesky, { version: 2, slug: 'other' })).slug).toBe('other');
  },
);

test.each(mayHaveBeenOut)('it stays, also by hand, when a post that links to the page is %s', async (state) => {
  const { as, workspace, channel } = await buildDesk(db);
  const scope = await as('editor');
  const page = `${publicUrl}/news/${String(channel.config['slug'])}/e3`;
  const [bluesky, wordpress] = [
    await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' }),
    await buildChannel(db, { workspaceId: workspace.id, kind: 'wordpress' }),
  ];
  const posted = async (post: Partial<typeof posts.$inferInsert> & { channelId: string }) => {
    const { id } = await buildItem(db, { workspaceId: workspace.id, title: 'E3', slug: 'e3' });
    await buildPost(db, { itemId: id, channelId: channel.id, state: 'scheduled' });
    await buildPost(db, { itemId: id, state, ...post });
    return id;
  };
  const stays = async (id: string) => {
    const { addressStays, version } = await getItem(scope, id);
    expect(addressStays).toBe('linked');
    const problem = await refusal(updateItem(scope, id, { version, slug: 'tone' }), 'wrong_state');
    expect(problem).toMatchObject({ message: expect.stringContaining('links to'), fields: [{ field: 'body.slug' }] });
    await db.execute(sql`update items set slug = ${`was-${id}`} where id = ${id}`);
  };
  await stays(await posted({ channelId: bluesky.id, content: { text: 'Listen', images: [], link: page } }));
  await stays(await posted({ channelId: bluesky.id, content: { text: `Listen: ${page}.`, images: [], link: null } }));
  await stays(await posted({ channelId: wordpress.id, payload: { item: { url: page, slug: 'e3' } } }));
  const other = await posted({
    channelId: bluesky.id,
    content: { text: `Listen to ${page}-2`, images: [], link: 'https://elsewhere.example/news/e3' },
  });
  const { addressStays, version } = await getItem(scope, other);
  expect(addressStays).toBeNull();
  expect((await updateItem(scope, other, { version, slug: 'tone' })).slug).toBe('tone');
});

test('a post that the publisher takes at the same moment keeps the address', async () => {
  const { as, workspace, channel } = await buildDesk(db);
  const scope = await as('editor');
  const changes = [
    (id: string) => refusal(updateItem(scope, id, { version: 1, slug: 'tone' }), 'wrong_state'),
    (id: string) => rename(scope, id, 'Tone'),
  ];
  for (const change of changes) {
    const item = await buildItem(db, { workspaceId: workspace.id, title: 'E3', slug: 'e3' });
    const post = await buildPost(db, { itemId: item.id, channelId: channel.id, state: 'scheduled' });
    const { changing } = await db.transaction(async (publisher) => {
      await publisher.update(posts).set({ state: 'claimed' }).where(eq(posts.id, post.id));
      const changing = change(item.id);
      await expect
        .poll(() =>
          db.execute(sql`select 1 from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(1);
      return { changing };
    });
    await changing;
    expect((await getItem(scope, item.id)).slug).toBe('e3');
    await db.execute(sql`update items set slug = ${`was-${item.id}`} where id = ${item.id}`);
  }
});

test('planned posts and series link to where the page will be, and to nothing else', async () => {
  const { as, workspace, channel } = await buildDesk(db);
  const scope = await as('editor');
  const { id } = await begin(scope, 'E3');
  const page = `${publicUrl}/news/${String(channel.config['slug'])}/e3`;
  const bluesky = await buildChannel(db, { workspaceId: workspace.id, kind: 'bluesky' });
  const content = (link: string) => ({ text: 'Listen', images: [], link });
  const post = (link: string) =>
    buildPost(db, { itemId: id, channelId: bluesky.id, state: 'scheduled', content: content(link) });
  await db.insert(formerAddresses).values({ slug: 'the-old-site', channelId: channel.id });
  const former = `${publicUrl}/news/the-old-site/e3`;
  const [linked, older, other] = [
    await post(page),
    await post(former),
    await post('https://elsewhere.example/news/e3'),
  ];
  const recurring = await buildSeries(db, { itemId: id, channelId: bluesky.id, variants: [content(page)] });
  const heard: string[] = [];
  const listener = await connection.listen('changes', (told) => heard.push(JSON.parse(told).noun));
  await rename(scope, id, 'Tone');
  await expect.poll(() => heard).toEqual(expect.arrayContaining(['posts', 'series']));
  await listener.unlisten();
  expect(await row(db, linked.id)).toMatchObject({ content: { link: page.replace(/e3$/, 'tone') }, version: 3 });
  expect((await row(db, older.id)).content.link).toBe(former.replace(/e3$/, 'tone'));
  expect((await row(db, other.id)).content.link).toBe('https://elsewhere.example/news/e3');
  const [now] = await db.select().from(series).where(eq(series.id, recurring.id));
  expect(now?.variants[0]?.link).toBe(page.replace(/e3$/, 'tone'));
});

test('what was frozen for a try that was refused is made again with the new address, under the same handle', async () => {
  const { as, workspace } = await buildDesk(db);
  const scope = await as('editor');
  const { id, version } = await begin(scope, 'E3');
  const wordpress = await buildChannel(db, { workspaceId: workspace.id, kind: 'wordpress' });
  const tried = { payload: { item: { slug: 'e3' } }, handle: 'known-by-this' };
  const refused = await Promise.all(
    [{ state: 'scheduled' as const }, { state: 'held' as const, holdReason: 'switch' as const }].map((standing) =>
      buildPost(db, { itemId: id, channelId: wordpress.id, ...tried, ...standing }),
    ),
  );
  await updateItem(scope, id, { version, slug: 'tone' });
  for (const post of refused) expect(await row(db, post.id)).toMatchObject({ payload: null, handle: tried.handle });
});
