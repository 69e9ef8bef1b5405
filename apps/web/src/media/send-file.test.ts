import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asset } from '@mobilise/contracts/media';
import type { Problem } from '@mobilise/contracts/problems';
import { defaultOptions } from 'tus-js-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendFile } from './send-file.ts';
import { buildAsset } from './testing.ts';

const size = 40;
/** The build of tus-js-client for Node reads buffers where the browser's reads files. */
const file = Object.assign(Buffer.alloc(size), { name: 'harbour.jpg', type: 'image/jpeg' }) as unknown as File;

let server: Server;
/** `POST`, `HEAD 20`, `PATCH 0`: what was asked, with the offset; `HEAD 502` where a fault was answered. */
let asked: string[];
/** Statuses that the next requests of a method are answered with; pieces after the first alone. */
let faults: Record<string, number[]>;

beforeEach(async () => {
  asked = [];
  faults = {};
  const offsets: number[] = [];
  server = createServer(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    const { method = '' } = request;
    const at = Number(request.url?.slice(1));
    const offset = offsets[at] ?? 0;
    const status = method === 'PATCH' && offset === 0 ? undefined : faults[method]?.shift();
    asked.push([method, status ?? (method === 'POST' ? '' : offset)].join(' ').trim());
    if (status) return response.writeHead(status).end();
    if (method === 'POST') return response.writeHead(201, { Location: `/${offsets.push(0) - 1}` }).end();
    offsets[at] = offset + bytes;
    response.writeHead(200, { 'Upload-Offset': String(offsets[at]), 'Upload-Length': String(size) });
    response.end(offsets[at] === size ? JSON.stringify(buildAsset()) : undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  vi.stubGlobal('window', new EventTarget());
  // Waits between tries cost nothing here.
  vi.stubGlobal('setTimeout', (run: () => void) => setImmediate(run));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  server.close();
});

/** Sends the file in two pieces, and answers what became of it. */
function send() {
  const { promise, resolve } = Promise.withResolvers<Asset | Problem>();
  const stalled = vi.fn();
  const sending = sendFile({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ...{ fingerprint: 'harbour', file, replaces: undefined, pieceBytes: size / 2 },
    ...{ onShare: () => undefined, onStalled: stalled, onDone: resolve, onFailed: resolve },
  });
  sending.start();
  return { end: promise, sending, stalled };
}

test('a file is sent piece by piece', async () => {
  expect(await send().end).toMatchObject({ filename: 'harbour.jpg' });
  expect(asked).toEqual(['POST', 'PATCH 0', 'PATCH 20']);
});
test('a server that is away behind a proxy is asked again how far it was, and nothing is sent twice', async () => {
  faults = { PATCH: [502], HEAD: [502, 503, 429] };
  expect(await send().end).toMatchObject({ filename: 'harbour.jpg' });
  expect(asked).toEqual(['POST', 'PATCH 0', 'PATCH 502', 'HEAD 502', 'HEAD 503', 'HEAD 429', 'HEAD 20', 'PATCH 20']);
});
test('an upload for which there is no room yet waits, however long', async () => {
  faults = { POST: Array.from({ length: 8 }, () => 429) };
  expect(await send().end).toMatchObject({ filename: 'harbour.jpg' });
  expect(asked).toEqual([...Array.from({ length: 8 }, () => 'POST 429'), 'POST', 'PATCH 0', 'PATCH 20']);
});
test('a session that has ended is said, and the upload goes on where it was after signing in again', async () => {
  faults = { PATCH: [401], HEAD: [401] };
  const first = send();
  expect(await first.end).toMatchObject({ code: 'not_signed_in' });
  first.sending.start();
  await expect.poll(() => asked.at(-1)).toBe('HEAD 401');
  first.sending.start();
  await expect.poll(() => asked.at(-1)).toBe('PATCH 20');
  expect(asked.filter((one) => one === 'POST')).toHaveLength(1);
});
test('an upload that the server has forgotten begins anew', async () => {
  faults = { PATCH: [503], HEAD: [404] };
  expect(await send().end).toMatchObject({ filename: 'harbour.jpg' });
  expect(asked).toEqual(['POST', 'PATCH 0', 'PATCH 503', 'HEAD 404', 'POST', 'PATCH 0', 'PATCH 20']);
});
test('what is refused is not gone on with', async () => {
  faults = { PATCH: [415] };
  const kept = {
    urlStorageKey: 'kept',
    size,
    metadata: {},
    creationTime: '',
    uploadUrl: null,
    parallelUploadUrls: null,
  };
  vi.spyOn(defaultOptions.urlStorage, 'findUploadsByFingerprint').mockResolvedValueOnce([]).mockResolvedValue([kept]);
  const removed = vi.spyOn(defaultOptions.urlStorage, 'removeUpload');
  expect(await send().end).not.toHaveProperty('filename');
  await expect.poll(() => removed.mock.calls).toContainEqual(['kept']);
});
test('an upload arrives where the browser has no room to remember it', async () => {
  const full = new DOMException('No room', 'QuotaExceededError');
  vi.spyOn(defaultOptions.urlStorage, 'addUpload').mockImplementation(() => {
    throw full;
  });
  const { end, stalled } = send();
  expect(await end).toMatchObject({ filename: 'harbour.jpg' });
  expect(stalled).not.toHaveBeenCalled();
});
