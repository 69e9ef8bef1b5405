import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskStorage } from './storage.ts';

const bytes = Buffer.from('A poster about flu jabs');
const hash = createHash('sha256').update(bytes).digest('hex');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(folder, { recursive: true }));

const all = async () => (await Array.fromAsync(diskStorage(folder).list())).map(({ sha256 }) => sha256);

describe('disk storage', () => {
  test('names a stream by the hash of its content and gives the same bytes back', async () => {
    const storage = diskStorage(folder);
    const stored = await storage.put(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));
    expect(stored).toEqual({ sha256: hash, bytes: bytes.length });
    expect(await buffer(await storage.get(hash))).toEqual(bytes);
    expect(await storage.path(hash)).toBe(join(folder, hash.slice(0, 2), hash.slice(2, 4), hash));
    expect(await readFile(await storage.path(hash))).toEqual(bytes);
  });

  test('gives a range of bytes, both ends included', async () => {
    const storage = diskStorage(folder);
    await storage.put(bytes);
    expect((await buffer(await storage.get(hash, { start: 2, end: 7 }))).toString()).toBe('poster');
  });

  test('stores the same bytes once, also when they arrive at the same time', async () => {
    const storage = diskStorage(folder);
    await Promise.all([storage.put(bytes), storage.put(bytes), storage.put(Readable.from([bytes]))]);
    expect(await all()).toEqual([hash]);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('takes over a file that is there, as another name for the same bytes, and leaves it', async () => {
    const storage = diskStorage(join(folder, 'media'));
    const source = join(folder, 'upload');
    await writeFile(source, bytes);
    await storage.adopt(source, hash);
    await storage.adopt(source, hash);
    const [mine, theirs] = [await stat(source), await stat(await storage.path(hash))];
    expect([theirs.ino, theirs.nlink, theirs.mode & 0o777]).toEqual([mine.ino, 2, 0o600]);
    await rm(source);
    expect(await buffer(await storage.get(hash))).toEqual(bytes);
    expect(await readdir(join(folder, 'media', 'incoming'))).toEqual([]);
    await expect(storage.adopt(source, hash)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('refuses a file one byte over the limit and leaves nothing behind', async () => {
    const storage = diskStorage(folder);
    const source = Readable.from([bytes, bytes]);
    await expect(storage.put(source, { maxBytes: bytes.length * 2 - 1 })).rejects.toMatchObject({
      code: 'media_too_large',
    });
    expect(source.destroyed).toBe(true);
    expect(await all()).toEqual([]);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    await expect(storage.put(Readable.from([bytes, bytes]), { maxBytes: bytes.length * 2 })).resolves.toMatchObject({
      bytes: bytes.length * 2,
    });
  });

  test('leaves nothing behind when the upload breaks off or is called off', async () => {
    const storage = diskStorage(folder);
    async function* broken() {
      yield bytes;
      throw new Error('connection lost');
    }
    await expect(storage.put(broken())).rejects.toThrow('connection lost');
    await expect(storage.put(bytes, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await all()).toEqual([]);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('keeps files and folders to its own account', async () => {
    const storage = diskStorage(join(folder, 'media'));
    await storage.put(bytes);
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await mode(await storage.path(hash))).toBe(0o600);
    expect(await mode(join(folder, 'media'))).toBe(0o700);
    expect(await mode(join(folder, 'media', hash.slice(0, 2), hash.slice(2, 4)))).toBe(0o700);
  });

  test.each(['../../etc/passwd', `${'a'.repeat(63)}/`, hash.toUpperCase(), `${hash}\n`, '', hash.slice(1)])(
    'refuses %j as a name',
    async (name) => {
      const storage = diskStorage(folder);
      const refused = { code: 'media_name_invalid' };
      await expect(storage.get(name)).rejects.toMatchObject(refused);
      await expect(storage.path(name)).rejects.toMatchObject(refused);
      await expect(storage.has(name)).rejects.toMatchObject(refused);
      await expect(storage.remove(name)).rejects.toMatchObject(refused);
    },
  );

  test('says what is missing, and forgets what is removed', async () => {
    const storage = diskStorage(folder);
    expect(await storage.has(hash)).toBe(false);
    await expect(storage.get(hash)).rejects.toMatchObject({ code: 'media_missing' });
    await expect(storage.path(hash)).rejects.toMatchObject({ code: 'media_missing' });
    await storage.put(bytes);
    expect(await storage.has(hash)).toBe(true);
    await storage.remove(hash);
    await storage.remove(hash);
    expect(await storage.has(hash)).toBe(false);
  });

  test('lists what is stored with sizes, and nothing else that lies in the folder', async () => {
    const storage = diskStorage(folder);
    expect(await all()).toEqual([]);
    await storage.put(bytes);
    await writeFile(join(folder, 'notes.txt'), 'not ours');
    expect(await Array.fromAsync(storage.list())).toEqual([
      { sha256: hash, bytes: bytes.length, storedAt: expect.any(Date) },
    ]);
  });

  test('sweeps leftovers of interrupted uploads that are older than asked for', async () => {
    const storage = diskStorage(folder);
    await storage.put(bytes);
    const left = join(folder, 'incoming', 'left-over');
    await writeFile(left, 'half a file');
    const { ctimeMs } = await stat(left);
    expect(await storage.sweepIncoming(new Date(ctimeMs - 1000))).toBe(0);
    expect(await storage.sweepIncoming(new Date(ctimeMs + 1000))).toBe(1);
    expect(await all()).toEqual([hash]);
  });

  test('does not load the image library', async () => {
    const script = `
      await Promise.all(['storage', 'renditions', 'image', 'inspect'].map((name) => import(new URL(name + '.ts', '${new URL('.', import.meta.url)}'))))
      console.log(process.report.getReport().sharedObjects.filter((name) => /vips|sharp/.test(name)).length)`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(stdout.trim()).toBe('0');
  });
});
