import { listChannels, removeChannel, updateChannel } from '@mobilise/contracts/channels';
import { connectChannel } from '@mobilise/contracts/connecting';
import { findPublishing } from '@mobilise/contracts/publishing';
import { createWorkspace } from '@mobilise/contracts/team';
import { buildItem, buildPost } from '@mobilise/db/factories';
import { buildEpisode, buildShow } from '@mobilise/db/factory-shows';
import { revisionFiles } from '@mobilise/db/schema/items';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { testApi } from './testing.ts';

const api = await testApi();
const { owner } = await api.setUp();
const { db, storage } = api.context;
let count = 0;

/** A workspace with a newsroom site of its own, at an address of its own. */
async function newsroom() {
  count += 1;
  const body = { name: `Hospice number ${count}`, zone: 'Europe/London' };
  const workspace = (await api.call(createWorkspace, { body }, owner)).id;
  const { data } = await api.call(listChannels, { params: { workspace } }, owner);
  const [site] = data;
  if (!site) throw new Error('A new workspace has no newsroom');
  const slug = String(site.config['slug']);
  let { version } = site;
  let present = slug;
  const params = { workspace, channel: site.id };
  const ask = (slug: string) => api.request(updateChannel, { params, body: { version, newsroom: { slug } } }, owner);
  const move = async (to: string) => {
    const left = present;
    await get(`/news/${left}`);
    const answer = await ask(to);
    if (!answer.ok) throw new Error(await answer.text());
    ({ version } = (await answer.json()) as { version: number });
    // Pages that somebody read are kept until the change is announced, a moment later, and then forgotten together.
    await vi.waitFor(async () => expect(await locationOf(`/news/${left}`)).toBe(`/news/${to}`), { timeout: 2000 });
    present = to;
  };
  return { workspace, channelId: site.id, params, slug, ask, move };
}

/** A site with a story and an episode of a show that are out. */
async function busyNewsroom() {
  const site = await newsroom();
  const { workspace: workspaceId, channelId } = site;
  const show = await buildShow(db, { channelId });
  const story = await buildItem(db, { workspaceId, approved: true });
  const episode = await buildEpisode(db, { workspaceId, showId: show.id, duration: 1000, store: storage });
  const publish = ({ id: itemId }: { id: string }) =>
    buildPost(db, { workspaceId, channelId, itemId, state: 'published', publishedAt: new Date('2026-10-01T09:00Z') });
  const out = { story: await publish(story), episode: await publish(episode) };
  const [file] = await db
    .select()
    .from(revisionFiles)
    .where(eq(revisionFiles.revisionId, episode.revisionId ?? ''));
  const enclosure = `/episodes/${episode.id}/${file?.sha256}.${file?.format}`;
  return { ...site, show, story, out, enclosure, feed: `/shows/${show.slug}/feed.xml` };
}

const get = (path: string, init: RequestInit = {}) => fetch(api.url + path, { redirect: 'manual', ...init });
const locationOf = async (path: string) => (await get(path)).headers.get('location');

describe('a newsroom site that moved', () => {
  test('sends whoever asks for anything at its former address to the same at the new one, for now', async () => {
    const { slug, story, enclosure, feed, move } = await busyNewsroom();
    const below = [
      '',
      '/page/2',
      '/feed.xml',
      '/atom.xml',
      '/feed.json',
      '/sitemap.xml',
      `/${story.slug}`,
      enclosure,
      feed,
    ];
    for (const path of below) expect((await get(`/news/${slug}${path}`)).status, path).not.toBe(301);
    await move(`${slug}-moved`);
    for (const path of [...below, '/campaigns/winter', '/never-was', `/${story.slug}?utm_source=a&b=%2F`])
      for (const method of ['GET', 'HEAD']) {
        const answer = await get(`/news/${slug}${path}`, { method, headers: { Range: 'bytes=5-9' } });
        expect([answer.status, answer.headers.get('location')]).toEqual([301, `/news/${slug}-moved${path}`]);
        // The address may be taken back, and web players read what is elsewhere.
        expect(Object.fromEntries(answer.headers)).toMatchObject({
          'cache-control': 'public, max-age=0, must-revalidate',
          'access-control-allow-origin': '*',
        });
      }
    expect(await locationOf(`/news/${slug}/${story.slug}/?b`)).toBe(`/news/${slug}-moved/${story.slug}?b`);
    expect((await get(`/news/${slug}`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${api.url}/news/${slug}/never-was`)).status).toBe(404);
  });

  test('is followed by podcast apps: the same feed, the same GUIDs, the sound in parts', async () => {
    const { slug, enclosure, feed, show, move } = await busyNewsroom();
    const follow = (path: string, init?: RequestInit) => fetch(`${api.url}/news/${slug}${path}`, init);
    const paths = [feed, '/feed.xml', '/atom.xml', '/feed.json'];
    const texts = () => Promise.all(paths.map(async (path) => (await follow(path)).text()));
    const before = await texts();
    await move(`${slug}-moved`);
    const after = await texts();
    expect(after.map((text) => text.replaceAll(`/news/${slug}-moved`, `/news/${slug}`))).toEqual(before);
    expect(after[0]).toContain(`<podcast:guid>${show.guid}</podcast:guid>`);
    expect(after[0]).toContain(`/news/${slug}-moved${enclosure}`);
    const part = await follow(enclosure, { headers: { Range: 'bytes=5-9' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 5-9/16000']);
    const head = await follow(enclosure, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '16000']);
  });

  test('is found from every address that it had at once, and at the one that it takes back', async () => {
    const { slug, story, move } = await busyNewsroom();
    const at = (end: string) => `/news/${slug}${end}/${story.slug}`;
    await move(`${slug}-b`);
    await move(`${slug}-c`);
    expect([await locationOf(at('')), await locationOf(at('-b'))]).toEqual([at('-c'), at('-c')]);
    await move(slug);
    expect((await get(at(''))).status).toBe(200);
    expect([await locationOf(at('-b')), await locationOf(at('-c'))]).toEqual([at(''), at('')]);
    await move(`${slug}-b`);
    expect([await locationOf(at('')), await locationOf(at('-c'))]).toEqual([at('-b'), at('-b')]);
  });

  test('leads to a page that says so where something was taken down', async () => {
    const { slug, story, out, move } = await busyNewsroom();
    await move(`${slug}-moved`);
    await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, out.story.id));
    expect((await fetch(`${api.url}/news/${slug}/${story.slug}`)).status).toBe(410);
  });

  test('keeps its former address from every other, which is told so, in whatever workspace', async () => {
    const [site, other] = [await newsroom(), await newsroom()];
    await site.move(`${site.slug}-moved`);
    const asked = await other.ask(site.slug);
    expect(asked.status).toBe(409);
    expect(await asked.json()).toMatchObject({
      detail: `Another newsroom has the address “${site.slug}”, or had it and is still found there. Choose another.`,
      fields: [{ field: 'body.newsroom.slug', message: 'This address is taken' }],
    });
    const body = { kind: 'newsroom', name: 'A second', slug: site.slug, description: '', colour: '#0f766e' } as const;
    for (const { workspace } of [site, other])
      expect((await api.request(connectChannel, { params: { workspace }, body }, owner)).status).toBe(409);
    expect(await locationOf(`/news/${site.slug}`)).toBe(`/news/${site.slug}-moved`);
    expect((await get(`/news/${other.slug}`)).status).toBe(200);
  });

  test('is found in small letters alone, where it is and where it was', async () => {
    const site = await newsroom();
    expect((await get(`/news/${site.slug.toUpperCase()}`)).status).toBe(404);
    await site.move(`${site.slug}-moved`);
    expect((await get(`/news/${site.slug.toUpperCase()}`)).status).toBe(404);
    expect((await (await newsroom()).ask(site.slug.toUpperCase())).status).toBe(400);
  });

  test('that is removed leaves its addresses free', async () => {
    const [site, other] = [await newsroom(), await newsroom()];
    await site.move(`${site.slug}-moved`);
    await api.call(removeChannel, { params: site.params }, owner);
    expect((await get(`/news/${site.slug}`)).status).toBe(404);
    await other.move(site.slug);
    expect(await locationOf(`/news/${other.slug}`)).toBe(`/news/${site.slug}`);
  });

  test('has its posts found by the address that they have now, and by the one that they had', async () => {
    const { workspace, slug, story, out, move } = await busyNewsroom();
    const remoteUrl = `http://localhost/news/${slug}/${story.slug}`;
    await db.update(posts).set({ remoteUrl }).where(eq(posts.id, out.story.id));
    await move(`${slug}-moved`);
    for (const search of [remoteUrl, `http://localhost/news/${slug}-moved/${story.slug}`]) {
      const { data } = await api.call(findPublishing, { params: { workspace }, query: { search } }, owner);
      expect(data.map(({ id }) => id)).toEqual([out.story.id]);
    }
  });
});
