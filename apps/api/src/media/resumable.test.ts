import { createHash } from 'node:crypto';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '@mobilise/contracts/media';
import { assets } from '@mobilise/db/schema/media';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { startApi } from '../start.ts';
import { testResumable } from './tus-testing.ts';

const {
  api,
  db,
  storage,
  owner,
  picture,
  uploadsPath,
  metadata,
  png,
  tus,
  begin,
  send,
  offsetOf,
  problem,
  problemType,
  files,
  rowsOf,
  jobsFor,
  byClient,
} = await testResumable();

describe('a resumable upload', () => {
  test('by a real client becomes an upload of the library, with the same id and one job', async () => {
    const bytes = await picture();
    const { asset, url } = await byClient(bytes);
    expect(asset).toMatchObject({ filename: 'ward.png', kind: 'image', bytes: bytes.length, width: 300, height: 220 });
    expect(url.endsWith(asset.id)).toBe(true);
    expect([await rowsOf(asset.id), await jobsFor(asset.id), await files()]).toEqual([1, 1, []]);
    const [row] = await db.select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, asset.id));
    expect(row?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await readFile(await storage.path(row?.sha256 ?? ''))).toEqual(bytes);
  });

  test('in one request is answered with the upload too', async () => {
    const bytes = await picture();
    const response = await tus(
      'POST',
      uploadsPath(),
      { 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata(png) },
      bytes,
    );
    const asset = (await response.json()) as Asset;
    expect([response.status, asset.bytes]).toEqual([201, bytes.length]);
    expect(response.headers.get('location')).toBe(`${uploadsPath()}/${asset.id}`);
  });

  test('that is interrupted goes on where it was, also after a restart of the API', async () => {
    const bytes = await picture();
    const { at } = await begin(bytes.length);
    expect((await send(at, 0, bytes.subarray(0, 100_000))).status).toBe(204);
    const again = await startApi(api.settings, pino({ level: 'silent' }));
    try {
      const { asset } = await byClient(bytes, { uploadUrl: `${again.url}${at}` }, again.url);
      expect(at.endsWith(asset.id)).toBe(true);
      expect(asset.bytes).toBe(bytes.length);
      expect(await jobsFor(asset.id)).toBe(1);
    } finally {
      await again.stop();
    }
  });

  test('whose connection breaks keeps what arrived', async () => {
    const bytes = await picture();
    const { at } = await begin(bytes.length);
    const stop = new AbortController();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(bytes.subarray(0, 90_000))),
    });
    const sending = fetch(`${api.url}${at}`, {
      method: 'PATCH',
      headers: {
        ...owner.headers,
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
      },
      body,
      duplex: 'half',
      signal: stop.signal,
    } as RequestInit);
    await vi.waitFor(
      async () => {
        const [file] = (await files()).filter(({ name }) => at.endsWith(name));
        expect((await stat(join(file?.parentPath ?? '', file?.name ?? ''))).size).toBe(90_000);
      },
      { timeout: 10_000 },
    );
    stop.abort();
    await sending.catch(() => undefined);
    await vi.waitFor(async () => expect(await offsetOf(at)).toBe(90_000), { timeout: 10_000 });
    const done = await send(at, 90_000, bytes.subarray(90_000));
    expect([done.status, ((await done.json()) as Asset).bytes]).toEqual([200, bytes.length]);
  }, 20_000);

  test('whose answer was lost is answered again, with the same upload, however often', async () => {
    const bytes = await picture();
    const { at } = await begin(bytes.length);
    const first = (await (await send(at, 0, bytes)).json()) as Asset;
    const head = await tus('HEAD', at);
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      200,
      String(bytes.length),
      String(bytes.length),
    ]);
    const again = await send(at, bytes.length, new Uint8Array());
    expect([again.status, ((await again.json()) as Asset).id]).toEqual([200, first.id]);
    expect((await byClient(bytes, { uploadUrl: `${api.url}${at}` })).url).toBe(`${api.url}${at}`);
    expect([await rowsOf(first.id), await jobsFor(first.id)]).toEqual([1, 1]);
  });

  test('that was whole when the process died becomes an upload when somebody asks', async () => {
    const bytes = await picture();
    const { at } = await begin(bytes.length);
    await send(at, 0, bytes.subarray(0, 70_000));
    const [file] = (await files()).filter(({ name }) => at.endsWith(name));
    // The last bytes came, and nothing after them.
    const { appendFile } = await import('node:fs/promises');
    await appendFile(join(file?.parentPath ?? '', file?.name ?? ''), bytes.subarray(70_000));
    const answers = await Promise.all([tus('HEAD', at), tus('HEAD', at), send(at, bytes.length, new Uint8Array())]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const id = at.split('/').at(-1) ?? '';
    expect([await rowsOf(id), await jobsFor(id)]).toEqual([1, 1]);
  });

  test('is not taken for whole while somebody still writes to it, whose checksum may be wrong', async () => {
    const bytes = await picture();
    const { sha256 } = await storage.put(bytes, { maxBytes: bytes.length });
    const { at } = await begin(bytes.length);
    const cut = bytes.length - 1000;
    await send(at, 0, bytes.subarray(0, cut));
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(bytes.subarray(cut)));
        end = () => controller.close();
      },
    });
    const writing = fetch(`${api.url}${at}`, {
      ...{ method: 'PATCH', body, duplex: 'half' },
      headers: {
        ...{ 'Tus-Resumable': '1.0.0', ...owner.headers, 'Content-Type': 'application/offset+octet-stream' },
        ...{ 'Upload-Offset': String(cut), 'Upload-Checksum': `sha1 ${Buffer.alloc(20).toString('base64')}` },
      },
    } as RequestInit).catch(() => null);
    await vi.waitFor(
      async () => {
        const [file] = (await files()).filter(({ name }) => at.endsWith(name));
        expect((await stat(join(file?.parentPath ?? '', file?.name ?? ''))).size).toBe(bytes.length);
      },
      { timeout: 10_000 },
    );
    const asked = tus('HEAD', at);
    setImmediate(end);
    expect((await asked).headers.get('upload-offset')).toBe(String(cut));
    await writing;
    expect(await readFile(await storage.path(sha256))).toEqual(bytes);
    await tus('DELETE', at);
  });

  test('goes on for a day from its last bytes', async () => {
    const { at } = await begin(1000);
    const bytes = (await picture()).subarray(0, 20);
    await send(at, 0, bytes.subarray(0, 10));
    const [facts] = (await files()).filter(({ name }) => name.endsWith('.json'));
    const path = join(facts?.parentPath ?? '', facts?.name ?? '');
    const begun = { ...JSON.parse(await readFile(path, 'utf8')), creation_date: '2026-01-01T00:00:00Z' };
    await writeFile(path, JSON.stringify(begun));
    expect((await send(at, 10, bytes.subarray(10))).status).toBe(204);
    await tus('DELETE', at);
  });

  test('twenty at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, picture));
    const made = await Promise.all(all.map((bytes) => byClient(bytes)));
    expect(new Set(made.map(({ asset }) => asset.id)).size).toBe(20);
    expect(made.map(({ asset }) => asset.bytes)).toEqual(all.map(({ length }) => length));
    expect(await files()).toEqual([]);
  }, 60_000);

  test('can be given up, and is gone then', async () => {
    const { at } = await begin(1000);
    await send(at, 0, Buffer.alloc(10, 1));
    expect((await tus('DELETE', at)).status).toBe(204);
    expect([(await tus('HEAD', at)).status, await problem(await send(at, 10, Buffer.alloc(1)))]).toEqual([
      404,
      [404, 'not_found', problemType],
    ]);
    expect(await files()).toEqual([]);
  });

  test('is swept after a day without bytes, and says until when', async () => {
    const { at } = await begin(1000);
    const partly = await send(at, 0, (await picture()).subarray(0, 10));
    const until = new Date(partly.headers.get('upload-expires') ?? 0).getTime() - Date.now();
    expect(Math.round(until / 3_600_000)).toBe(24);
    for (const { parentPath, name } of await files()) {
      const yesterday = new Date(Date.now() - 24.1 * 3_600_000);
      await utimes(join(parentPath, name), yesterday, yesterday);
    }
    const again = await startApi(api.settings, pino({ level: 'silent' }));
    await vi.waitFor(async () => expect(await files()).toEqual([]), { timeout: 10_000 });
    await again.stop();
    expect((await tus('HEAD', at)).status).toBe(404);
  });
});
