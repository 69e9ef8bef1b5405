import { randomUUID } from 'node:crypto';
import { buildRevision } from '@mobilise/db/factories';
import { buildEpisodeFiles, buildShow } from '@mobilise/db/factory-shows';
import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { testNewsroom } from './testing.ts';

const { db, storage, get, buildSite, publishEpisode } = await testNewsroom();

async function episode() {
  const site = await buildSite();
  const show = await buildShow(db, { channelId: site.channelId });
  return { site, show, ...(await publishEpisode(site, { showId: show.id, duration: 2000 })) };
}

describe('a file of an episode', () => {
  test('is sent for good, in ranges, to everybody, as what it is', async () => {
    const { paths } = await episode();
    const types = ['audio/mpeg', 'audio/mp4'];
    for (const [index, path] of paths.entries()) {
      const whole = await get(path);
      const bytes = new Uint8Array(await whole.arrayBuffer());
      const sha256 = /([0-9a-f]{64})/.exec(path)?.[1];
      expect(Object.fromEntries(whole.headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': types[index],
        'content-length': String(bytes.length),
        'x-content-type-options': 'nosniff',
        'access-control-allow-origin': '*',
        'accept-ranges': 'bytes',
        etag: `"${sha256}"`,
      });
      const part = await get(path, { headers: { Range: 'bytes=5-9', 'If-Range': `"${sha256}"` } });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-9/${bytes.length}`]);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(5, 10));
      expect((await get(path, { headers: { Range: 'bytes=5-9', 'If-Range': '"older"' } })).status).toBe(200);
      // Ranges are GET's alone: an app that asks how long a file is learns that, whatever else it asks for.
      for (const Range of ['bytes=5-9', 'bytes=99999999-']) {
        const head = await get(path, { method: 'HEAD', headers: { Range } });
        expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
      }
      expect((await get(path, { method: 'POST' })).status).toBe(405);
    }
  });

  test('of an earlier revision goes on answering while the episode is out', async () => {
    const { item, post, paths } = await episode();
    const next = await buildRevision(db, { itemId: item.id, approved: true });
    await buildEpisodeFiles(db, next.id, { duration: 3000, store: storage });
    await db.update(posts).set({ revisionId: next.id }).where(eq(posts.id, post.id));
    expect((await get(paths[0] ?? '')).status).toBe(200);
  });

  test('is gone when the episode was taken down, and not there before it is out, elsewhere, or under another name', async () => {
    const { site, show, item, post, paths } = await episode();
    const other = await episode();
    const [path = ''] = paths;
    const file = path.split('/').at(-1);
    for (const wrong of [
      path.replace('.mp3', '.m4a'),
      path.replace('.mp3', '.wav'),
      path.replace(item.id, other.item.id),
      `${other.site.path}/episodes/${item.id}/${file}`,
      `${site.path}/episodes/not-an-id/${file}`,
      `${site.path}/episodes/${item.id}/${'0'.repeat(64)}.mp3`,
    ])
      expect((await get(wrong)).status, wrong).toBe(404);
    const planned = await publishEpisode(site, { showId: show.id }, { state: 'scheduled', publishedAt: null });
    expect((await get(planned.paths[0] ?? '')).status).toBe(404);
    await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
    expect((await get(path)).status).toBe(410);
  });

  test('is served to the desk by its hash alone, as any other file', async () => {
    const { files } = await episode();
    for (const { sha256, format } of files)
      expect((await get(`/media/${sha256}.${format}`)).headers.get('content-type')).toMatch(/^audio\//);
    expect((await get(`/media/${files[0]?.sha256}.vtt`)).status).toBe(404);
  });

  test('that was taken down is its team’s alone, and kept by nothing in between', async () => {
    const { site, post, files } = await episode();
    await db.update(posts).set({ state: 'removed' }).where(eq(posts.id, post.id));
    const address = `/media/${files[0]?.sha256}.${files[0]?.format}`;
    expect((await get(address)).status).toBe(404);
    expect((await get(address, { headers: { 'X-Member': randomUUID() } })).status).toBe(404);
    const theirs = await get(address, { headers: { 'X-Member': site.workspaceId } });
    expect([theirs.status, theirs.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  });
});
