import { misfits } from '@mobilise/contracts/channels';
import { newId } from '@mobilise/contracts/new-id';
import { createPost as createRoute, post as postSchema } from '@mobilise/contracts/posts';
import { buildAsset, buildChannel, buildItem, buildRevision } from '@mobilise/db/factories';
import { items } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { testDatabase } from '@mobilise/db/testing';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { buildDesk, monday, publicUrl, refusal, row } from '../post-testing.ts';
import { createPost } from './create.ts';

const { db } = await testDatabase({ max: 20 });
/** An id as a device makes it on that Monday. */
const idOfThatDay = () => newId(monday.getTime());
const tomorrow = { wallTime: '2026-12-01T09:00', disambiguation: null };

describe('creating a post', () => {
  test('takes the newest revision, and is a draft without a time', async () => {
    const { item, channel, as } = await buildDesk(db);
    const newest = await buildRevision(db, { itemId: item.id });
    const post = await createPost(await as('designer'), publicUrl, { itemId: item.id, channelId: channel.id });
    expect(postSchema.parse(post)).toMatchObject({
      state: 'draft',
      wallTime: null,
      dueAt: null,
      revision: { id: newest.id, number: 2 },
      newestRevision: 2,
      content: { text: '', images: [], link: null },
      createdBy: { name: 'The designer' },
      attempts: [],
      version: 1,
    });
  });

  test('makes one post of requests with one id, one after the other or at once', async () => {
    const { item, channel, as } = await buildDesk(db);
    const editor = await as('editor');
    const body = { id: idOfThatDay(), itemId: item.id, channelId: channel.id };
    const made = await Promise.all([1, 2, 3].map(() => createPost(editor, publicUrl, body)));
    expect(made.map(({ id }) => id)).toEqual([body.id, body.id, body.id]);
    expect(await createPost(editor, publicUrl, { ...body, schedule: tomorrow })).toEqual(made[0]);
    expect(await db.$count(posts, eq(posts.itemId, item.id))).toBe(1);
  });

  test('knows a post again when its ids are written in capitals', async () => {
    const { item, channel, as } = await buildDesk(db);
    const editor = await as('editor');
    const id = idOfThatDay();
    await createPost(editor, publicUrl, { id, itemId: item.id, channelId: channel.id });
    const again = { itemId: item.id.toUpperCase(), channelId: channel.id.toUpperCase() };
    expect((await createPost(editor, publicUrl, { id, ...again })).id).toBe(id);
    expect(createRoute.body.parse({ id: id.toUpperCase(), ...again }).id).toBe(id);
  });

  test('refuses an id dated in the future, which would stand first in every list', async () => {
    const { item, channel, as } = await buildDesk(db);
    const body = { id: 'ffffffff-ffff-7fff-8fff-ffffffffffff', itemId: item.id, channelId: channel.id };
    const problem = await refusal(createPost(await as('editor'), publicUrl, body), 'invalid_request');
    expect(problem.fields?.[0]?.field).toBe('body.id');
  });

  test('refuses the id of a post that is another’s', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const { id } = await there.post({ id: idOfThatDay() });
    const body = { id, itemId: here.item.id, channelId: here.channel.id };
    expect((await refusal(createPost(await here.as('editor'), publicUrl, body), 'conflict')).fields).toEqual([
      { field: 'body.id', message: 'Another post has this id' },
    ]);
  });

  test('schedules in the same step, by wall time in the workspace’s zone', async () => {
    const { item, channel, as } = await buildDesk(db, { zone: 'America/New_York' });
    const post = await createPost(await as('editor'), publicUrl, {
      itemId: item.id,
      channelId: channel.id,
      schedule: tomorrow,
    });
    expect(post).toMatchObject({
      state: 'scheduled',
      wallTime: '2026-12-01T09:00',
      zone: 'America/New_York',
      dueAt: '2026-12-01T14:00:00+00:00',
    });
    expect(await row(db, post.id)).toMatchObject({
      sendAt: new Date('2026-12-01T14:00:00Z'),
      grace: 6 * 3600,
      tzVersion: process.versions['tz'],
      handle: post.id,
      payload: null,
    });
  });

  test('leaves nothing behind when the time is refused', async () => {
    const { item, channel, as } = await buildDesk(db);
    await refusal(
      createPost(await as('editor'), publicUrl, {
        itemId: item.id,
        channelId: channel.id,
        schedule: { ...tomorrow, wallTime: '2026-11-29T09:00' },
      }),
      'time_past',
    );
    expect(await db.select().from(posts).where(eq(posts.itemId, item.id))).toEqual([]);
  });

  test('by a designer cannot schedule', async () => {
    const { item, channel, as } = await buildDesk(db);
    await refusal(
      createPost(await as('designer'), publicUrl, { itemId: item.id, channelId: channel.id, schedule: tomorrow }),
      'forbidden',
    );
  });

  test('of an archived item is refused', async () => {
    const { item, channel, as } = await buildDesk(db);
    await db.update(items).set({ archivedAt: monday }).where(eq(items.id, item.id));
    await refusal(createPost(await as('owner'), publicUrl, { itemId: item.id, channelId: channel.id }), 'wrong_state');
  });

  test('for Bluesky starts from title and summary with the item’s images', async () => {
    const { workspace, channel, as } = await buildDesk(db, { kind: 'bluesky' });
    const asset = await buildAsset(db, { workspaceId: workspace.id });
    const content = {
      leadImage: { assetId: asset.id, alt: 'A nurse at the door' },
      body: { type: 'doc' as const, content: [] },
    };
    const item = await buildItem(db, {
      workspaceId: workspace.id,
      title: 'Flu clinic',
      summary: 'word '.repeat(90).trim(),
      content,
    });
    const { content: made } = await createPost(await as('editor'), publicUrl, {
      itemId: item.id,
      channelId: channel.id,
    });
    expect(made.images).toEqual([{ assetId: asset.id, alt: 'A nurse at the door' }]);
    expect(made.link).toBeNull();
    expect(made.text).toMatch(/^Flu clinic\n\nword .* word…$/);
    expect(made.text.length).toBeLessThanOrEqual(300);
  });

  test('for Bluesky links to the newsroom page when the item goes there', async () => {
    const { workspace, item, channel, as } = await buildDesk(db, { kind: 'bluesky' });
    const site = await buildChannel(db, { workspaceId: workspace.id });
    const scope = await as('editor');
    await createPost(scope, publicUrl, { itemId: item.id, channelId: site.id, schedule: tomorrow });
    const { content } = await createPost(scope, publicUrl, { itemId: item.id, channelId: channel.id });
    expect(content).toEqual({
      text: 'Flu clinic\n\nOn Saturday, without appointment.',
      images: [],
      link: `${publicUrl}/news/${String(site.config['slug'])}/${item.slug}`,
    });
  });

  test('for Mastodon leaves room for the link, which counts there', async () => {
    const { workspace, channel, as } = await buildDesk(db, { kind: 'mastodon' });
    const site = await buildChannel(db, { workspaceId: workspace.id });
    const item = await buildItem(db, {
      workspaceId: workspace.id,
      approved: true,
      title: 'Flu clinic',
      summary: 'word '.repeat(120).trim(),
    });
    const scope = await as('editor');
    await createPost(scope, publicUrl, { itemId: item.id, channelId: site.id, schedule: tomorrow });
    const { content } = await createPost(scope, publicUrl, { itemId: item.id, channelId: channel.id });
    expect(content.link).toContain(item.slug);
    expect(content.text).toMatch(/ word…$/);
    expect(content.text.length).toBeGreaterThan(465);
    expect(misfits('mastodon', content)).toEqual([]);
  });

  test('refuses images of another workspace', async () => {
    const { item, channel, as } = await buildDesk(db, { kind: 'bluesky' });
    const foreign = await buildAsset(db);
    const content = { text: 'Look', images: [{ assetId: foreign.id, alt: 'A door' }], link: null };
    const problem = await refusal(
      createPost(await as('owner'), publicUrl, { itemId: item.id, channelId: channel.id, content }),
      'invalid_request',
    );
    expect(problem.fields).toEqual([{ field: 'body.content.images.0.assetId', message: 'There is no such upload' }]);
  });

  test('knows nothing of another workspace’s items and channels', async () => {
    const [here, there] = [await buildDesk(db), await buildDesk(db)];
    const scope = await here.as('owner');
    await refusal(createPost(scope, publicUrl, { itemId: there.item.id, channelId: here.channel.id }), 'not_found');
    await refusal(createPost(scope, publicUrl, { itemId: here.item.id, channelId: there.channel.id }), 'not_found');
  });

  test('loses none of 200 that are made and scheduled at once', async () => {
    const { item, channel, as } = await buildDesk(db);
    const scope = await as('editor');
    const made = await Promise.all(
      Array.from({ length: 200 }, (_, number) =>
        createPost(scope, publicUrl, {
          itemId: item.id,
          channelId: channel.id,
          schedule: { wallTime: `2026-12-01T${String(9 + (number % 8)).padStart(2, '0')}:30`, disambiguation: null },
        }),
      ),
    );
    const kept = await db.select().from(posts).where(eq(posts.itemId, item.id));
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)));
    expect(kept.filter(({ state, sendAt }) => state === 'scheduled' && sendAt).length).toBe(200);
  });
});
