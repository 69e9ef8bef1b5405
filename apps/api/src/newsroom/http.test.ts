import { posts } from '@mobilise/db/schema/posts';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { testNewsroom } from './testing.ts';

const { db, get, read, buildSite, publish, announce } = await testNewsroom();

describe('over HTTP', () => {
  test('a copy that is still right is answered 304, in any encoding', async () => {
    const { path } = await publish(await buildSite());
    for (const encoding of ['identity', 'gzip', 'br']) {
      const response = await get(path, { headers: { 'Accept-Encoding': encoding } });
      const tag = response.headers.get('etag') ?? '';
      expect(tag).toMatch(/^"[\w-]+"$/);
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(await response.text()).toContain('</html>');
      const again = await get(path, { headers: { 'Accept-Encoding': encoding, 'If-None-Match': `"other", W/${tag}` } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
      expect((await get(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
      const modified = response.headers.get('last-modified') ?? '';
      expect((await get(path, { headers: { 'If-Modified-Since': modified } })).status).toBe(304);
    }
  });

  test('HEAD is answered without a body, and anything that writes with 405', async () => {
    const { path } = await publish(await buildSite());
    const head = await get(path, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000);
    for (const address of [path, '/robots.txt', '/media/x', '/news']) {
      const refused = await get(address, { method: 'POST' });
      expect(refused.status).toBe(405);
      expect(refused.headers.get('allow')).toBe('GET, HEAD');
    }
  });

  test('a slash too many leads to the page', async () => {
    const { path } = await publish(await buildSite());
    const response = await get(`${path}/`);
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(path);
  });

  test('what is not the newsroom’s is left to others', async () => {
    for (const path of ['/', '/newsletter', '/api/v1/me', '/mediation']) expect((await get(path)).status).toBe(418);
  });

  test('pages run no script and load nothing from elsewhere', async () => {
    const { path } = await publish(await buildSite());
    const response = await get(path);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'/,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('set-cookie')).toBeNull();
    const page = await response.text();
    expect(page).not.toMatch(/style="|<style|\son[a-z]+="/);
    const [, sheet = ''] = /rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    const css = await get(sheet);
    expect(css.headers.get('cache-control')).toContain('immutable');
    const text = await css.text();
    const font = await get(/url\(([^)]+)\)/.exec(text)?.[1] ?? '');
    expect(font.headers.get('content-type')).toBe('font/woff2');
    expect(page.length + text.length).toBeLessThan(60_000);
  });

  test('a change that is announced shows at once, in this workspace alone', async () => {
    const site = await buildSite();
    const { post, path } = await publish(site, { title: 'Here for now' });
    expect(await read(path)).toContain('Here for now');
    await db.update(posts).set({ state: 'cancelled' }).where(eq(posts.id, post.id));
    expect((await get(path)).status).toBe(200);
    await announce(site);
    await vi.waitFor(async () => expect((await get(path)).status).toBe(410), { timeout: 2000 });
  });
});
