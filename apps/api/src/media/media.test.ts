import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { type Asset, getAsset, listAssets, removeAsset, restoreAsset, updateAsset } from '@mobilise/contracts/media';
import { createItem } from '@mobilise/contracts/new-item';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { buildChannel, buildItem, buildPost, buildRevision, buildWorkspace } from '@mobilise/db/factories';
import { buildShow } from '@mobilise/db/factory-shows';
import { assets, renditions } from '@mobilise/db/schema/media';
import { members } from '@mobilise/db/schema/team';
import { removeUnnamed } from '@mobilise/db/stored-bytes';
import { uploadLimits } from '@mobilise/media-processing/limits';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { testApi } from '../testing.ts';

const api = await testApi();
const { db, sql, storage } = api.context;
const { workspaceId, owner } = await api.setUp();
const sharp = await loadSharp();

let shade = 0;
/** A small picture that no other test has. */
function picture(format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
  shade += 1;
  const background = { r: shade, g: 90, b: 120 };
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}
const path = (workspace = workspaceId, filename = 'ward.png') =>
  `/api/v1/workspaces/${workspace}/assets?filename=${encodeURIComponent(filename)}`;
const upload = (bytes: Uint8Array, type: string, to = path()) =>
  fetch(`${api.url}${to}`, {
    method: 'POST',
    headers: { ...owner.headers, 'Content-Type': type },
    body: new Uint8Array(bytes),
  });
const uploaded = async (bytes: Uint8Array, to = path()) => {
  const response = await upload(bytes, 'image/png', to);
  expect(response.status).toBe(201);
  return (await response.json()) as Asset;
};
const stored = async () => (await Array.fromAsync(storage.list())).map(({ sha256 }) => sha256).sort();
const quarantined = () => readdir(join(api.settings.dataFolder, 'quarantine')).catch(() => []);
const params = (asset: string) => ({ workspace: workspaceId, asset });
const jobsFor = async (id: string) =>
  (await sql`select 1 from pgboss.job where name = 'render-image' and data->>'assetId' = ${id}`).length;
const otherWorkspace = async () => {
  const { id } = await buildWorkspace(db);
  await db.insert(members).values({ workspaceId: id, userId: owner.userId, role: 'owner' });
  return id;
};

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

describe('the media of a workspace', () => {
  test('are listed newest first with their renditions, in pages, and searched', async () => {
    const workspace = await otherWorkspace();
    const made = [];
    for (const name of ['tea.png', '50%_off.png', 'garden.png'])
      made.push((await uploaded(await picture(), path(workspace, name))).id);
    const sha256 = 'cd'.repeat(32);
    const file = { assetId: made[2] ?? '', format: 'webp', bytes: 9, sha256 };
    await db.insert(renditions).values({ ...file, id: crypto.randomUUID(), purpose: 'thumb', width: 320, height: 320 });
    const first = await api.call(listAssets, { params: { workspace }, query: { limit: '2' } as never }, owner);
    expect(first.data.map(({ filename }) => filename)).toEqual(['garden.png', '50%_off.png']);
    expect(first.data[0]).toMatchObject({
      thumb: `/media/${sha256}.webp`,
      renditions: [{ purpose: 'thumb', url: `/media/${sha256}.webp` }],
    });
    const second = await api.call(
      listAssets,
      { params: { workspace }, query: { limit: '2', cursor: first.next } as never },
      owner,
    );
    expect([second.data.map(({ filename }) => filename), second.next]).toEqual([['tea.png'], null]);
    const found = async (search: string) =>
      (await api.call(listAssets, { params: { workspace }, query: { search } as never }, owner)).data.map(
        ({ filename }) => filename,
      );
    expect([await found('%_'), await found('GARDEN'), await found('nothing')]).toEqual([
      ['50%_off.png'],
      ['garden.png'],
      [],
    ]);
  });

  test('are not there for another workspace', async () => {
    const { id } = await uploaded(await picture());
    const elsewhere = { workspace: await otherWorkspace(), asset: id };
    expect((await api.request(getAsset, { params: elsewhere }, owner)).status).toBe(404);
    expect((await api.request(updateAsset, { params: elsewhere, body: { version: 1, alt: 'x' } }, owner)).status).toBe(
      404,
    );
    expect((await api.request(removeAsset, { params: elsewhere }, owner)).status).toBe(404);
    expect(await api.call(getAsset, { params: params(id) }, owner)).toMatchObject({ id, version: 1, alt: '' });
  });
});

describe('a change', () => {
  test('of the focal point renders again; of the alternative text does not; the version must be the present one', async () => {
    const { id } = await uploaded(await picture());
    const change = (body: object) => api.request(updateAsset, { params: params(id), body: body as never }, owner);
    expect(await (await change({ version: 1, alt: 'A ward' })).json()).toMatchObject({ alt: 'A ward', version: 2 });
    expect(await jobsFor(id)).toBe(1);
    // While it waits, another request is the same one.
    await sql`update pgboss.job set state = 'completed' where data->>'assetId' = ${id}`;
    expect(await (await change({ version: 2, focalPoint: { x: 0.2, y: 0.8 } })).json()).toMatchObject({
      focalPoint: { x: 0.2, y: 0.8 },
      version: 3,
    });
    expect(await jobsFor(id)).toBe(2);
    expect(await (await change({ version: 3, focalPoint: { y: 0.8, x: 0.2 } })).json()).toMatchObject({ version: 3 });
    expect(await jobsFor(id)).toBe(2);
    const stale = await change({ version: 1, alt: 'Older' });
    expect([stale.status, ((await stale.json()) as ProblemDetails).extra]).toEqual([409, { version: 3 }]);
    expect((await change({ version: 3, focalPoint: { x: 2, y: 0 } })).status).toBe(400);
  });
});

describe('removing', () => {
  const remove = (id: string) => api.request(removeAsset, { params: params(id) }, owner);
  const hashOf = async (id: string) =>
    (await db.select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, id)))[0]?.sha256 ?? '';

  test('puts it into the bin, out of which it can be taken', async () => {
    const { id } = await uploaded(await picture());
    const inList = async (bin: boolean) =>
      (
        await api.call(listAssets, { params: { workspace: workspaceId }, query: { bin: String(bin) } as never }, owner)
      ).data.some((asset) => asset.id === id);
    expect((await remove(id)).status).toBe(200);
    expect([await inList(false), await inList(true)]).toEqual([false, true]);
    expect(await storage.has(await hashOf(id))).toBe(true);
    expect(await api.call(getAsset, { params: params(id) }, owner)).toMatchObject({ deletedAt: expect.any(String) });
    expect(await api.call(restoreAsset, { params: params(id) }, owner)).toMatchObject({ deletedAt: null, version: 3 });
    expect([await inList(false), await inList(true)]).toEqual([true, false]);
  });

  test('keeps new uses away from what is in the bin', async () => {
    const { id } = await uploaded(await picture());
    await remove(id);
    const content = { leadImage: { assetId: id, alt: 'A ward' }, body: { type: 'doc', content: [] } };
    const body = { kind: 'story', title: 'Late', summary: '', content } as never;
    expect((await api.request(createItem, { params: { workspace: workspaceId }, body }, owner)).status).toBe(400);
  });

  test('while the same bytes are uploaded never leaves an upload without its file', async () => {
    const bytes = await picture();
    const { id } = await uploaded(bytes);
    const sha256 = await hashOf(id);
    await db.delete(assets).where(eq(assets.id, id));
    let second: Promise<Asset> | undefined;
    // The file goes at the worst moment: when another upload of it is complete, or would be if it did not have to wait.
    const remove = async (hash: string) => {
      let done = false;
      second = uploaded(bytes).finally(() => {
        done = true;
      });
      await vi.waitFor(
        async () => {
          const waiting = await sql`
          select from pg_locks join pg_database on pg_database.oid = pg_locks.database
          where locktype = 'advisory' and not granted and datname = current_database()`;
          expect(done || waiting.length > 0).toBe(true);
        },
        { timeout: 10_000 },
      );
      await storage.remove(hash);
    };
    await removeUnnamed(db, sha256, remove);
    expect(await hashOf((await second)?.id ?? '')).toBe(sha256);
    expect(await storage.has(sha256)).toBe(true);
  });

  test('is refused while an item uses it, now or in an earlier revision, or a post does', async () => {
    const content = (id: string) => ({
      leadImage: { assetId: id, alt: '' },
      body: { type: 'doc' as const, content: [] },
    });
    const inItem = await uploaded(await picture());
    const item = await buildItem(db, { workspaceId, title: 'Flu clinic', content: content(inItem.id) });
    expect(await (await remove(inItem.id)).json()).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: '“Flu clinic” uses this upload, so it stays.',
    });
    const newest = await uploaded(await picture());
    await buildRevision(db, { itemId: item.id, content: content(newest.id) });
    expect(((await (await remove(inItem.id)).json()) as ProblemDetails).detail).toContain('in an earlier revision');
    const inPost = await uploaded(await picture());
    const channel = await buildChannel(db, { workspaceId });
    await buildPost(db, {
      itemId: item.id,
      channelId: channel.id,
      content: { text: '', images: [{ assetId: inPost.id, alt: '' }], link: null },
    });
    expect(((await (await remove(inPost.id)).json()) as ProblemDetails).detail).toBe(
      'A post of “Flu clinic” uses this upload, so it stays.',
    );
    for (const title of ['Broken & Brave', 'Night & Day'])
      await buildShow(db, { channelId: channel.id, artworkId: inPost.id, title });
    expect(((await (await remove(inPost.id)).json()) as ProblemDetails).detail).toBe(
      'A post of “Flu clinic”, the show “Broken & Brave” and the show “Night & Day” use this upload, so it stays.',
    );
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
