import { randomUUID } from 'node:crypto';
import { buildChannel, buildPost, buildRevision } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { campaigns } from '@mobilise/db/schema/campaigns';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { origin, story, testNewsroom, words } from './testing.ts';

const { db, get, read, buildSite, publish, buildPicture, publishEpisode } = await testNewsroom();

describe('what is public', () => {
  test('a story shows the revision its post carries, not a newer one', async () => {
    const site = await buildSite();
    const { item, path } = await publish(site, { title: 'Carried title', content: story('Carried words') });
    await buildRevision(db, { itemId: item.id, title: 'Newer title', content: story('Newer words') });
    const page = await read(path);
    expect(page).toContain('Carried title');
    expect(page).toContain('Carried words');
    expect(page).not.toContain('Newer');
  });

  test('the newest published post of an item wins, and keeps the first date', async () => {
    const site = await buildSite();
    const { item, path } = await publish(
      site,
      { title: 'First words' },
      { publishedAt: new Date('2026-10-01T09:00:00Z') },
    );
    await buildRevision(db, { itemId: item.id, title: 'Corrected words' });
    await buildPost(db, {
      channelId: site.channelId,
      itemId: item.id,
      state: 'published',
      publishedAt: new Date('2026-10-05T09:00:00Z'),
    });
    const page = await read(path);
    expect(page).toContain('Corrected words');
    expect(page).not.toContain('First words');
    expect(page).toContain('Thu 1 Oct 2026');
    expect(page).toContain('Updated <time datetime="2026-10-05T09:00:00.000Z">Mon 5 Oct 2026</time>');
    expect((await read(site.path)).match(/<article/g)).toHaveLength(1);
  });

  test.each(['draft', 'scheduled', 'held', 'failed', 'cancelled', 'needs_person'] as const)(
    'a %s post is no page',
    async (state) => {
      const site = await buildSite();
      const { path } = await publish(
        site,
        { title: 'Not yet' },
        { state, publishedAt: null, holdReason: state === 'held' ? 'approval' : null },
      );
      expect((await get(path)).status).toBe(404);
      expect(await read(site.path)).not.toContain('Not yet');
      for (const feed of ['feed.xml', 'atom.xml', 'feed.json', 'sitemap.xml'])
        expect(await read(`${site.path}/${feed}`)).not.toContain(path);
    },
  );

  test('a site never shows what belongs to another workspace', async () => {
    const [ours, theirs] = [await buildSite(), await buildSite()];
    const { item } = await publish(theirs, { title: 'Their secret story' });
    await publish(ours, { title: 'Our own story' });
    expect((await get(`${ours.path}/${item.slug}`)).status).toBe(404);
    for (const path of ['', '/feed.xml', '/atom.xml', '/feed.json']) {
      const page = await read(ours.path + path);
      expect(page).toContain('Our own story');
      expect(page).not.toContain('Their secret story');
    }
  });

  test('a post on another channel publishes nothing here', async () => {
    const site = await buildSite();
    const bluesky = await buildChannel(db, { workspaceId: site.workspaceId, kind: 'bluesky' });
    const { path } = await publish(site, {}, { channelId: bluesky.id });
    expect((await get(path)).status).toBe(404);
  });

  test('another workspace’s picture is not shown, even when a revision names it', async () => {
    const [ours, theirs] = [await buildSite(), await buildSite()];
    const picture = await buildPicture(theirs.workspaceId, [{}]);
    const { path } = await publish(ours, {
      content: { leadImage: { assetId: picture.assetId, alt: 'A face' }, body: words('Words') },
    });
    expect(await read(path)).not.toContain(picture.sha256);
  });

  test('a campaign is public once something of it is', async () => {
    const site = await buildSite();
    const id = randomUUID();
    await db.insert(campaigns).values({
      id,
      workspaceId: site.workspaceId,
      name: 'Winter well',
      slug: 'winter-well',
      colour: '#b45309',
      startsOn: '2026-11-02',
      endsOn: '2026-11-30',
    });
    const path = `${site.path}/campaigns/winter-well`;
    expect((await get(path)).status).toBe(404);
    const first = await publish(site, { title: 'Warm rooms', campaignId: id });
    const second = await publish(site, { title: 'Flu jabs', campaignId: id });
    const page = await read(path);
    expect(page).toContain('Mon 2 Nov 2026 to Mon 30 Nov 2026');
    expect(page).toContain(first.path);
    expect(await read(second.path)).toContain(`More from <a href="${path}">Winter well</a>`);
    expect(await read(`${site.path}/sitemap.xml`)).toContain(origin + path);
  });

  test('what was taken down answers 410, what never was 404', async () => {
    const site = await buildSite();
    const { path } = await publish(site, {}, { state: 'cancelled' });
    expect((await get(path)).status).toBe(410);
    const missing = await get(`${site.path}/never-was`);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('There is no such page');
    expect((await get('/news/no-such-site')).status).toBe(404);
    expect((await get('/news/%E0%A4%A')).status).toBe(404);
  });

  test('a site and a show of which everything was taken down say that nothing is there at the moment', async () => {
    const site = await buildSite();
    const show = await buildShow(db, { channelId: site.channelId });
    const { post } = await publishEpisode(site, { showId: show.id, title: 'The night shift' });
    await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
    const [index, ofShow] = [await read(site.path), await read(`${site.path}/shows/${show.slug}`)];
    expect(index).toContain('Nothing is published here at the moment');
    expect(ofShow).toContain('There are no episodes at the moment.');
    for (const page of [index, ofShow]) expect(page).not.toMatch(/The night shift|yet|[Tt]he first/);
  });

  test('the index has pages', async () => {
    const site = await buildSite();
    for (let number = 1; number <= 14; number += 1) await publish(site, { title: `Story number ${number}.` });
    const [front, second] = [await read(site.path), await read(`${site.path}/page/2`)];
    expect(front.match(/<article/g)).toHaveLength(13);
    expect(front).toContain(`rel="next" href="${site.path}/page/2"`);
    expect(second).toContain('Story number 1.');
    expect((await get(`${site.path}/page/3`)).status).toBe(404);
    expect((await get(`${site.path}/page/1`)).headers.get('location')).toBe(site.path);
  });
});
