import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '@mobilise/contracts/media';
import type { ProblemDetails } from '@mobilise/contracts/problems';
import { createWorkspace } from '@mobilise/contracts/team';
import { assets } from '@mobilise/db/schema/media';
import { loadSharp } from '@mobilise/media-processing/sharp';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { type DetailedError, Upload } from 'tus-js-client';
import { describe, expect, test, vi } from 'vitest';
import { startApi } from '../start.ts';
import { type Caller, testApi } from '../testing.ts';

const api = await testApi();
const { db, sql, storage } = api.context;
const { workspaceId, owner } = await api.setUp();
const folder = join(api.settings.dataFolder, 'uploads');
const sharp = await loadSharp();

/** A picture of about 200 kB that no other test has. */
function picture(): Promise<Buffer> {
  const noise = randomBytes(300 * 220 * 3);
  return sharp(noise, { raw: { width: 300, height: 220, channels: 3 } })
    .png()
    .toBuffer();
}

const uploadsPath = (workspace = workspaceId) => `/api/v1/workspaces/${workspace}/uploads`;
const metadata = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
const png = { filename: 'ward.png', filetype: 'image/png' };

/** One request of the protocol. */
const tus = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
  { caller = owner, url = api.url }: { caller?: Caller; url?: string } = {},
) =>
  fetch(`${url}${path}`, {
    method,
    headers: {
      'Tus-Resumable': '1.0.0',
      ...caller.headers,
      ...(body && { 'Content-Type': 'application/offset+octet-stream' }),
      ...headers,
    },
    ...(body && { body: new Uint8Array(body) }),
  });
const begin = async (size: number, fields: Record<string, string> = png, path = uploadsPath()) => {
  const response = await tus('POST', path, { 'Upload-Length': String(size), 'Upload-Metadata': metadata(fields) });
  return { response, at: response.headers.get('location') ?? '' };
};
const send = (at: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  tus('PATCH', at, { 'Upload-Offset': String(offset), ...headers }, bytes);
const offsetOf = async (at: string) => Number((await tus('HEAD', at)).headers.get('upload-offset'));
const problem = async (response: Response) => {
  const details = (await response.json()) as ProblemDetails;
  return [response.status, details.code, response.headers.get('content-type')];
};
const problemType = 'application/problem+json; charset=utf-8';
const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
const rowsOf = async (id: string) => (await db.select().from(assets).where(eq(assets.id, id))).length;
const jobsFor = async (id: string) =>
  (await sql`select 1 from pgboss.job where name like 'render%' and data->>'assetId' = ${id}`).length;

/** The upload that a real client makes of some bytes. */
const byClient = (bytes: Buffer, options: Partial<ConstructorParameters<typeof Upload>[1]> = {}, url = api.url) =>
  new Promise<{ asset: Asset; url: string }>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${url}${uploadsPath()}`,
      headers: owner.headers,
      metadata: png,
      chunkSize: 64 * 1024,
      retryDelays: null,
      ...options,
      onError: reject,
      onSuccess: ({ lastResponse }) =>
        resolve({ asset: JSON.parse(lastResponse.getBody() || 'null') as Asset, url: upload.url ?? '' }),
    });
    upload.start();
  });

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

describe('an unfinished upload', () => {
  test('is nobody else’s: another member, a key, another workspace', async () => {
    const { at } = await begin(1000);
    const lead = await api.member(workspaceId, 'lead');
    const elsewhere = await api.call(createWorkspace, { body: { name: 'Elsewhere', zone: 'Europe/London' } }, owner);
    const id = at.split('/').at(-1) ?? '';
    for (const [path, caller] of [
      [at, lead],
      [`${uploadsPath(elsewhere.id)}/${id}`, owner],
    ] as const) {
      const asked = (method: string, body?: Uint8Array) =>
        tus(method, path, body ? { 'Upload-Offset': '0' } : {}, body, { caller });
      expect((await asked('HEAD')).status).toBe(404);
      expect(await problem(await asked('PATCH', Buffer.alloc(10)))).toEqual([404, 'not_found', problemType]);
      expect(await problem(await asked('DELETE'))).toEqual([404, 'not_found', problemType]);
    }
    expect(await offsetOf(at)).toBe(0);
    await tus('DELETE', at);
  });

  test('is not named by what is no id', async () => {
    for (const name of ['..%2f..%2fsecret.key', '..%5csecret.key', `${randomUUID()}.json`])
      expect((await tus('HEAD', `${uploadsPath()}/${name}`)).status).toBeGreaterThanOrEqual(404);
  });

  test('takes no bytes from a page of another site', async () => {
    const { at } = await begin(1000);
    expect(await problem(await send(at, 0, Buffer.alloc(10), { 'Sec-Fetch-Site': 'cross-site' }))).toEqual([
      403,
      'cross_site',
      problemType,
    ]);
    expect((await tus('OPTIONS', uploadsPath())).headers.get('access-control-allow-origin')).toBeNull();
    await tus('DELETE', at);
  });
});

describe('what is refused', () => {
  test('before any byte: no name, nothing in it, too much for what it claims to be', async () => {
    const refused: [number, Record<string, string>, number, string][] = [
      [10, { filetype: 'image/png' }, 400, 'invalid_request'],
      [0, png, 400, 'invalid_request'],
      [51 * 1024 ** 2, png, 413, 'too_large'],
      [3 * 1024 ** 3, { filename: 'talk.wav', filetype: 'audio/wav' }, 413, 'too_large'],
      [5 * 1024 ** 3, { filename: 'film.mp4', filetype: 'video/mp4' }, 413, 'too_large'],
      [10, { ...png, replaces: randomUUID() }, 400, 'invalid_request'],
      [10, { ...png, replaces: '../../secret.key' }, 400, 'invalid_request'],
    ];
    for (const [size, fields, status, code] of refused)
      expect(await problem((await begin(size, fields)).response)).toEqual([status, code, problemType]);
    const film = (await begin(10 * 1024 ** 3, { filename: 'film.mp4', filetype: 'video/mp4' })).response;
    expect(await film.json()).toMatchObject({
      detail: 'This file is larger than 4 GB. Make it smaller and upload that.',
    });
    const lengths: Record<string, string>[] = [{}, { 'Upload-Defer-Length': '1' }, { 'Upload-Length': '-1' }];
    for (const length of lengths) {
      const response = await tus('POST', uploadsPath(), { 'Upload-Metadata': metadata(png), ...length });
      expect((await problem(response)).slice(1)).toEqual(['invalid_request', problemType]);
    }
    expect(await files()).toEqual([]);
  });

  test('after its first 64 kB, though gigabytes were announced: a program', async () => {
    const program = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(200_000, 3)]);
    const { at } = await begin(4 * 1024 ** 3, { filename: 'setup', filetype: 'application/octet-stream' });
    expect(await problem(await send(at, 0, program))).toEqual([415, 'media_type_unsupported', problemType]);
    expect([(await tus('HEAD', at)).status, await files()]).toEqual([404, []]);
  });

  test('after its first 64 kB: a picture of more bytes than a picture may have', async () => {
    const { at } = await begin(100 * 1024 ** 2, { filename: 'wall', filetype: 'application/octet-stream' });
    expect(await problem(await send(at, 0, (await picture()).subarray(0, 100_000)))).toEqual([
      413,
      'too_large',
      problemType,
    ]);
    expect(await files()).toEqual([]);
  });

  test('at its end: a picture that is cut short, told to a real client in our words', async () => {
    const cut = (await picture()).subarray(0, 60_000);
    const error = (await byClient(cut).catch((error: unknown) => error)) as DetailedError;
    expect(error.originalResponse?.getStatus()).toBe(422);
    expect(JSON.parse(error.originalResponse?.getBody() ?? '')).toMatchObject({
      code: 'media_corrupt',
      fields: [{ field: 'file' }],
    });
    expect(await files()).toEqual([]);
  });

  test('more bytes than Upload-Length said, and none of them counts', async () => {
    const bytes = await picture();
    const { at } = await begin(1000);
    expect(await problem(await send(at, 0, bytes))).toEqual([413, 'too_large', problemType]);
    expect(await offsetOf(at)).toBe(0);
    expect(await problem(await send(at, 500, bytes.subarray(0, 10)))).toEqual([409, 'conflict', problemType]);
    await tus('DELETE', at);
  });

  test('bytes with a wrong checksum, which can be sent again', async () => {
    const bytes = await picture();
    const { at } = await begin(bytes.length);
    const [half, rest] = [bytes.subarray(0, 80_000), bytes.subarray(80_000)];
    const sum = (algorithm: string, of: Uint8Array) =>
      `${algorithm} ${createHash(algorithm).update(of).digest('base64')}`;
    expect(await problem(await send(at, 0, half, { 'Upload-Checksum': sum('sha1', rest) }))).toEqual([
      460,
      'checksum_mismatch',
      problemType,
    ]);
    expect(await offsetOf(at)).toBe(0);
    expect((await send(at, 0, half, { 'Upload-Checksum': sum('sha256', half) })).status).toBe(204);
    expect((await problem(await send(at, 80_000, rest, { 'Upload-Checksum': 'md5 abc' })))[1]).toBe('invalid_request');
    expect((await send(at, 80_000, rest, { 'Upload-Checksum': sum('sha1', rest) })).status).toBe(200);
    const options = await tus('OPTIONS', uploadsPath());
    expect(options.headers.get('tus-extension')?.split(',')).toContain('checksum');
    expect(options.headers.get('tus-checksum-algorithm')).toBe('sha1,sha256');
  });

  test('folders in a name', async () => {
    for (const [filename, name] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\photos\\ward.png', 'ward.png'],
      ['..', 'upload'],
    ] as const) {
      const { asset } = await byClient(await picture(), { metadata: { ...png, filename } });
      expect(asset.filename).toBe(name);
    }
    for (const filename of ['\0', 'a\u202Egnp.exe', ' '.repeat(9)])
      expect((await problem((await begin(10, { ...png, filename })).response))[1]).toBe('invalid_request');
  });
});
