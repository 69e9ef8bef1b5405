import { createHash, randomUUID } from 'node:crypto';
import { createWorkspace } from '@mobilise/contracts/team';
import type { DetailedError } from 'tus-js-client';
import { describe, expect, test } from 'vitest';
import { testResumable } from './tus-testing.ts';

const {
  api,
  workspaceId,
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
  byClient,
} = await testResumable();

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
