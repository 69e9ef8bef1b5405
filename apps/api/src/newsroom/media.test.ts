import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formerRenditions } from '@mobilise/db/schema/media';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { sendFile } from './media.ts';
import { testNewsroom, words } from './testing.ts';

const { db, storage, get, read, buildSite, publish, buildPicture } = await testNewsroom();

describe('media', () => {
  test('serves renditions for good, and byte ranges of them', async () => {
    const { sha256, bytes } = await buildPicture((await buildSite()).workspaceId, [{}]);
    const path = `/media/${sha256}.jpeg`;
    const whole = await get(path);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
    });
    const part = await get(path, { headers: { Range: 'bytes=2-5' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 2-5/${bytes.length}`);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(2, 6));
    expect((await get(path, { headers: { Range: 'bytes=9999-' } })).status).toBe(416);
    expect((await get(path, { headers: { Range: 'bytes=2-5', 'If-Range': '"other"' } })).status).toBe(200);
    expect((await get(path, { headers: { 'If-None-Match': `"${sha256}"` } })).status).toBe(304);
    const head = await get(path, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
  });

  test('reads ranges as RFC 9110 says: of one that makes sense a part, else the whole file', async () => {
    const { sha256, bytes } = await buildPicture((await buildSite()).workspaceId, [{}]);
    const { length } = bytes;
    const answers = async (range: string) => {
      const response = await get(`/media/${sha256}.jpeg`, { headers: { Range: range } });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, said: response.headers.get('content-range'), body };
    };
    const part = (start: number, end: number) => ({
      ...{ status: 206, said: `bytes ${start}-${end}/${length}`, body: bytes.slice(start, end + 1) },
    });
    for (const range of ['bytes=0-', `bytes=-${length}`, 'bytes=-2000000', `bytes=0-${'9'.repeat(400)}`])
      expect(await answers(range), range).toEqual(part(0, length - 1));
    expect(await answers(`bytes=-${'9'.repeat(400)}`)).toEqual(part(0, length - 1));
    expect(await answers('bytes=-1')).toEqual(part(length - 1, length - 1));
    expect(await answers(`bytes=${length - 1}-`)).toEqual(part(length - 1, length - 1));
    expect(await answers('Bytes= ,2-5, ')).toEqual(part(2, 5));
    for (const range of ['bytes=-0', `bytes=${length}-`, `bytes=${'9'.repeat(400)}-`])
      expect(await answers(range), range).toEqual({
        ...{ status: 416, said: `bytes */${length}`, body: new Uint8Array() },
      });
    const whole = { status: 200, said: null, body: bytes };
    for (const range of ['bytes=0-1,3-4', 'bytes=5-2', 'bytes=-', 'bytes=', 'bytes=a-b', 'bytes=1', 'lines=0-1'])
      expect(await answers(range), range).toEqual(whole);
  });

  test('serves a file of a picture still when another has taken its place', async () => {
    const { assetId } = await buildPicture((await buildSite()).workspaceId, [{}]);
    const former = await storage.put(new TextEncoder().encode('a former cover'));
    const asked = async () => (await get(`/media/${former.sha256}.jpg`)).status;
    expect(await asked()).toBe(404);
    await db.insert(formerRenditions).values({ assetId, format: 'jpeg', ...former });
    expect(await asked()).toBe(200);
  });

  test('knows no originals, no other names, and no other format of a name', async () => {
    const original = await storage.put(new TextEncoder().encode('an original'));
    const { sha256 } = await buildPicture((await buildSite()).workspaceId, [{}]);
    for (const name of [
      `${original.sha256}.jpeg`,
      `${sha256}.webp`,
      `${sha256}.html`,
      sha256,
      `${'0'.repeat(64)}.jpeg`,
      '..%2f..%2fsecret.key',
    ]) {
      const response = await get(`/media/${name}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('a reader who goes away before the file is found is no fault, and leaves no file open', async () => {
    const { sha256, bytes } = await buildPicture((await buildSite()).workspaceId, [{}]);
    const [asked, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const source = await storage.get(sha256);
    const late = {
      ...storage,
      get: async () => {
        asked.resolve();
        await gone.promise;
        return source;
      },
    };
    const outcome = Promise.withResolvers<void>();
    const app = express().get('/', (request, response) => {
      response.once('close', gone.resolve);
      sendFile({ storage: late }, request, response, { sha256, format: 'jpeg', bytes: bytes.length }).then(
        outcome.resolve,
        outcome.reject,
      );
    });
    await using server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const reader = new AbortController();
    const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { signal: reader.signal });
    await asked.promise;
    reader.abort();
    await expect(answer).rejects.toThrow();
    await expect(outcome.promise).resolves.toBeUndefined();
    expect(source.destroyed).toBe(true);
  });

  test('a page offers every format that is complete, with its size', async () => {
    const site = await buildSite();
    const complete = (format: string) =>
      [640, 1280].map((width) => ({ format, width, height: width / 2, sha256: format.length.toString().repeat(64) }));
    const { assetId } = await buildPicture(site.workspaceId, [
      ...complete('jpeg'),
      ...complete('webp'),
      { format: 'avif', width: 640, height: 320 },
    ]);
    const { path } = await publish(site, {
      content: { leadImage: { assetId, alt: 'The garden' }, body: words('Words') },
    });
    const page = await read(path);
    expect(page).toMatch(
      /<source type="image\/webp" srcset="[^"]+ 640w, [^"]+ 1280w" sizes="[^"]+"><img src="[^"]+\.jpeg" srcset="[^"]+" sizes="[^"]+" width="1280" height="640" alt="The garden" fetchpriority="high"/,
    );
    expect(page).not.toContain('image/avif');
  });

  test('a picture that is not ready leaves its words in its place', async () => {
    const site = await buildSite();
    const { assetId } = await buildPicture(site.workspaceId, []);
    const { path } = await publish(site, {
      content: { leadImage: { assetId, alt: 'The garden in May' }, body: words('Words') },
    });
    expect(await read(path)).toContain('<figure class="absent wide"><p>The garden in May</p></figure>');
  });
});
