import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3Place } from './s3-requests.ts';
import { type S3Storage, s3Storage } from './s3-storage.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const poster = Buffer.from('A poster about flu jabs');

/** What every S3-compatible store has to do for us; run against the fake here, and against a real server in interop. */
export function describeStore(name: string, place: () => S3Place): void {
  describe(name, () => {
    let folder: string;
    let storage: S3Storage;
    /** Another machine: the same bucket, and no local copies. */
    let elsewhere: S3Storage;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 's3-'));
      storage = s3Storage(place(), join(folder, 'one'));
      elsewhere = s3Storage(place(), join(folder, 'other'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('a bucket that is not there is named, and made once', async () => {
      await expect(storage.check()).rejects.toMatchObject({ name: 'StorageError', code: 'refused' });
      await expect(storage.put(poster)).rejects.toMatchObject({ name: 'StorageError', code: 'refused' });
      await storage.makeBucket();
      await storage.makeBucket();
      await storage.check();
    });

    test('what one machine puts, another reads: whole, as a file, and byte ranges of it', async () => {
      const stored = await storage.put(Readable.from([poster.subarray(0, 5), poster.subarray(5)]));
      expect(stored).toEqual({ sha256: hashOf(poster), bytes: poster.length });
      expect(await elsewhere.has(stored.sha256)).toBe(true);
      const storedAt = await elsewhere.storedAt(stored.sha256);
      expect(Math.abs(Date.now() - Number(storedAt))).toBeLessThan(3_600_000);
      expect(await elsewhere.storedAt(hashOf(Buffer.from('nothing')))).toBeNull();
      expect(await buffer(await elsewhere.get(stored.sha256))).toEqual(poster);
      const part = async (range: { start?: number; end?: number }) =>
        String(await buffer(await elsewhere.get(stored.sha256, range)));
      expect(await part({ start: 2, end: 7 })).toBe('poster');
      expect(await part({ start: 15 })).toBe(String(poster.subarray(15)));
      expect(await part({ end: 1 })).toBe('A ');
      expect(await part({ start: poster.length })).toBe('');
      expect(await buffer(await elsewhere.get(stored.sha256))).toEqual(poster);
      expect(await readFile(await elsewhere.path(stored.sha256))).toEqual(poster);
    });

    test('a local file is taken over as it is', async () => {
      const upload = join(folder, 'upload');
      const words = Buffer.from('A leaflet about falls');
      await writeFile(upload, words);
      await storage.adopt(upload, hashOf(words));
      expect(await readFile(upload)).toEqual(words);
      expect(await buffer(await elsewhere.get(hashOf(words)))).toEqual(words);
      expect(await readFile(await storage.path(hashOf(words)))).toEqual(words);
    });

    test('a file of megabytes arrives as it is', async () => {
      const large = Buffer.alloc(6_000_000, 'flu clinic ');
      const { sha256 } = await storage.put(Readable.from([large.subarray(0, 1_000_000), large.subarray(1_000_000)]));
      expect(hashOf(await buffer(await elsewhere.get(sha256)))).toBe(sha256);
      expect(String(await buffer(await elsewhere.get(sha256, { start: 5_999_990, end: 5_999_999 })))).toBe(
        String(large.subarray(-10)),
      );
    });

    test('an upload that is too large, breaks off or is called off leaves nothing behind', async () => {
      const before = await names(storage);
      const other = Buffer.from('Something else');
      async function* broken() {
        yield other;
        throw new Error('connection lost');
      }
      await expect(storage.put(other, { maxBytes: 3 })).rejects.toMatchObject({ code: 'media_too_large' });
      await expect(storage.put(broken())).rejects.toThrow('connection lost');
      await expect(storage.put(other, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
      expect(await names(storage)).toEqual(before);
      expect(await storage.has(hashOf(other))).toBe(false);
    });

    test('everything is listed, page after page, with sizes', async () => {
      const many = ['one', 'two', 'three', 'four', 'five'].map((word) => Buffer.from(`leaflet ${word}`));
      for (const leaflet of many) await storage.put(leaflet);
      const all = await Array.fromAsync(elsewhere.list());
      expect(all.map(({ sha256 }) => sha256)).toEqual(expect.arrayContaining(many.map(hashOf)));
      expect(all.find(({ sha256 }) => sha256 === hashOf(poster))).toMatchObject({ bytes: poster.length });
      expect(all.every(({ storedAt }) => Math.abs(Date.now() - +storedAt) < 3_600_000)).toBe(true);
    });

    test('what is removed is gone for everybody, also when it is removed twice', async () => {
      const leaflet = Buffer.from('An old leaflet');
      const { sha256 } = await storage.put(leaflet);
      await elsewhere.remove(sha256);
      await elsewhere.remove(sha256);
      expect([await storage.has(sha256), await elsewhere.has(sha256)]).toEqual([false, false]);
      await expect(elsewhere.get(sha256)).rejects.toMatchObject({ code: 'media_missing' });
      await expect(elsewhere.path(sha256)).rejects.toMatchObject({ code: 'media_missing' });
    });

    test('an unknown key is refused, in the store’s words', async () => {
      const stranger = s3Storage({ ...place(), accessKey: 'somebody else' }, join(folder, 'stranger'));
      await expect(stranger.check()).rejects.toMatchObject({ name: 'StorageError', code: 'refused' });
      await expect(stranger.check()).rejects.toThrow(/InvalidAccessKeyId/);
    });
  });
}

const names = async (storage: S3Storage) => (await Array.fromAsync(storage.list())).map(({ sha256 }) => sha256).sort();
