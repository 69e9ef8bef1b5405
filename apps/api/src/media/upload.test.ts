import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { assets } from '@mobilise/db/schema/media';
import { uploadLimits } from '@mobilise/media-processing/limits';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { testUploads } from './testing.ts';

const { api, workspaceId, owner, path, picture, upload, uploaded } = await testUploads();
const { db, sql, storage } = api.context;
const sharp = await loadSharp();

const stored = async () => (await Array.fromAsync(storage.list())).map(({ sha256 }) => sha256).sort();
const quarantined = () => readdir(join(api.settings.dataFolder, 'quarantine')).catch(() => []);
const jobsFor = async (id: string) =>
  (await sql`select 1 from pgboss.job where name = 'render-image' and data->>'assetId' = ${id}`).length;

describe('an upload', () => {
  test('is stored with its facts, and queued for rendering', async () => {
    const bytes = await picture();
    const asset = await uploaded(bytes, path(workspaceId, 'C:\\Photos\\ward.png'));
    expect(asset).toMatchObject({
      kind: 'image',
      filename: 'ward.png',
      mime: 'image/png',
      width: 40,
      height: 30,
      bytes: bytes.length,
      state: 'processing',
      thumb: null,
      renditions: [],
      version: 1,
    });
    const [row] = await db.select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, asset.id));
    expect(await storage.has(row?.sha256 ?? '')).toBe(true);
    expect(await jobsFor(asset.id)).toBe(1);
    expect(await quarantined()).toEqual([]);
  });

  test('of the same bytes shares the file and is an upload of its own', async () => {
    const bytes = await picture();
    const [one, two] = await Promise.all([uploaded(bytes), uploaded(bytes)]);
    const rows = await db.select({ id: assets.id }).from(assets).where(eq(assets.bytes, bytes.length));
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, two.id]));
    expect(one.id).not.toBe(two.id);
  });

  test('in chunks, of unknown length, works the same', async () => {
    const response = await send({ 'Content-Type': 'image/png' }, async (write) => write(await picture()));
    expect(response.status).toBe(201);
  });

  const svgBomb = '<svg xmlns="http://www.w3.org/2000/svg" width="200000" height="200000"/>';
  const refused: [string, () => Promise<Uint8Array> | Uint8Array, string, number, string][] = [
    [
      'a page that says it is a picture',
      () => Buffer.from('<html><script>alert(1)</script></html>'),
      'image/png',
      415,
      'media_type_mismatch',
    ],
    ['a picture that says it is another', () => picture('jpeg'), 'image/png', 415, 'media_type_mismatch'],
    ['a program', () => Buffer.from('\x7fELF and so on'), 'application/octet-stream', 415, 'media_type_unsupported'],
    ['a picture that is cut short', async () => (await picture()).subarray(0, 60), 'image/png', 422, 'media_corrupt'],
    ['too many pixels for their bytes', bomb, 'image/png', 413, 'too_large'],
    ['a drawing of forty billion pixels', () => Buffer.from(svgBomb), 'image/svg+xml', 413, 'too_large'],
    ['nothing', () => Buffer.alloc(0), 'image/png', 400, 'invalid_request'],
  ];
  describe('that is refused leaves nothing behind:', () => {
    let before: unknown;
    const everything = async () => ({
      files: await stored(),
      rows: (await sql`select id from assets`).length,
      jobs: (await sql`select id from pgboss.job`).length,
    });
    beforeEach(async () => {
      before = await everything();
    });

    test.each(refused)('%s', async (_what, bytes, type, status, code) => {
      const response = await upload(await bytes(), type);
      const problem = (await response.json()) as ProblemDetails;
      expect([response.status, problem.code, problem.fields?.[0]?.field]).toEqual([status, code, 'file']);
      expect(await everything()).toEqual(before);
      expect(await quarantined()).toEqual([]);
    });

    test('more bytes than allowed, announced', async () => {
      const { status, body } = await send(
        { 'Content-Type': 'image/png', 'Content-Length': String(uploadLimits.bytes + 1) },
        (write) => write(Buffer.alloc(10)),
      );
      expect([status, JSON.parse(body).fields[0].field]).toEqual([413, 'file']);
      expect(await everything()).toEqual(before);
    });

    test('more bytes than allowed, unannounced, is refused while it comes in, and the client gets to see why', async () => {
      const megabyte = Buffer.alloc(2 ** 20, 7);
      const { status, body } = await send({ 'Content-Type': 'image/png' }, async (write) => {
        for (let sent = 0; sent <= uploadLimits.bytes; sent += megabyte.length) await write(megabyte);
      });
      expect([status, JSON.parse(body).code]).toEqual([413, 'too_large']);
      expect(await everything()).toEqual(before);
      expect(await quarantined()).toEqual([]);
    });

    test('a client that goes away in the middle', async () => {
      const request = httpRequest(`${api.url}${path()}`, {
        method: 'POST',
        headers: { ...owner.headers, 'Content-Type': 'image/png', 'Content-Length': '1000000' },
      });
      request.on('error', () => undefined);
      request.write(Buffer.alloc(1000));
      await vi.waitFor(async () => expect(await quarantined()).not.toEqual([]), { timeout: 10_000 });
      request.destroy();
      await vi.waitFor(async () => expect(await quarantined()).toEqual([]), { timeout: 10_000 });
      expect(await everything()).toEqual(before);
    });
  });

  test('of a drawing that would keep the server busy for minutes is refused in seconds, and keeps nobody waiting', async () => {
    const groups = Array.from(
      { length: 11 },
      (_, at) => `<g id="l${at + 1}">${`<use href="#l${at}"/>`.repeat(10)}</g>`,
    );
    const nested = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><defs><rect id="l0" width="9" height="9"/>${groups.join('')}</defs><use href="#l11"/></svg>`;
    const ended: string[] = [];
    const hostile = [1, 2].map(async () => {
      const response = await upload(Buffer.from(nested), 'image/svg+xml');
      ended.push('drawing');
      expect(await response.json()).toMatchObject({
        status: 422,
        code: 'media_corrupt',
        detail: expect.stringContaining('took too long'),
        fields: [{ field: 'file' }],
      });
    });
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>';
    expect((await upload(await picture('jpeg'), 'image/jpeg')).status).toBe(201);
    ended.push('photo');
    await Promise.all(hostile);
    expect(ended).toEqual(['photo', 'drawing', 'drawing']);
    expect(await (await upload(Buffer.from(drawing), 'image/svg+xml')).json()).toMatchObject({
      width: 1920,
      height: 960,
    });
    expect(await quarantined()).toEqual([]);
  });

  test('that is refused for its claim does not take away the same bytes of another', async () => {
    const bytes = await picture();
    const asset = await uploaded(bytes);
    expect((await upload(bytes, 'image/jpeg')).status).toBe(415);
    const [row] = await db.select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, asset.id));
    expect(await storage.has(row?.sha256 ?? '')).toBe(true);
  });
});

/** A PNG of 64 million pixels in a few kilobytes. */
async function bomb(): Promise<Buffer> {
  return sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#000' }, limitInputPixels: false })
    .png()
    .toBuffer();
}

/** Sends a body piece by piece, as a browser does, and answers whatever comes back. */
async function send(
  headers: Record<string, string>,
  body: (write: (bytes: Buffer) => Promise<void>) => Promise<void>,
): Promise<{ status: number; body: string }> {
  const request = httpRequest(`${api.url}${path()}`, { method: 'POST', headers: { ...owner.headers, ...headers } });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', async (response) => {
      const text = (await Array.fromAsync(response)).map(String).join('');
      resolve({ status: response.statusCode ?? 0, body: text });
    });
  });
  const write = (bytes: Buffer) => new Promise<void>((resolve) => void request.write(bytes, () => resolve()));
  await body(write);
  if (!headers['Content-Length']) request.end();
  return answer.finally(() => request.destroy());
}
