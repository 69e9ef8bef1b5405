import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { describeStore } from './conformance.ts';
import { openStorage } from './open-storage.ts';
import { s3Fake } from './s3-fake.ts';
import { s3Storage } from './s3-storage.ts';

const fake = await s3Fake();
const folder = await mkdtemp(join(tmpdir(), 's3-'));
afterAll(async () => {
  await fake.close();
  await rm(folder, { recursive: true, force: true });
});
const bytes = Buffer.from('A leaflet about hand washing');
/** A machine of its own, without local copies. */
const machine = (overrides = {}) => s3Storage({ ...fake.place, ...overrides }, join(folder, randomUUID()));

describeStore('a store behind a fake of S3', () => fake.place);

describe('S3 storage', () => {
  test('is under the same names as on a disk, so that a folder can be copied into a bucket', async () => {
    const { sha256 } = await machine().put(bytes);
    expect(fake.asked.at(-1)).toBe(
      `PUT /riverside/mobilise/media/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`,
    );
  });

  test('is the bucket itself when no folder is named', async () => {
    const { sha256 } = await machine({ folder: '' }).put(bytes);
    expect(fake.asked.at(-1)).toBe(`PUT /riverside/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
    expect(await Array.fromAsync(machine({ folder: '' }).list())).toEqual([
      expect.objectContaining({ sha256, bytes: bytes.length }),
    ]);
  });

  test('tries again where the store is busy, and then says that it is away', async () => {
    const { sha256 } = await machine().put(bytes);
    const busy = { status: 503, body: '<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>' };
    fake.fail(busy, busy);
    expect(await buffer(await machine().get(sha256))).toEqual(bytes);
    fake.fail(busy, busy, busy);
    await expect(machine().get(sha256)).rejects.toThrow(
      'The store of files does not work (503). SlowDown: Reduce your rate',
    );
  });

  test('signs with its key, which another one does not fit', async () => {
    const wrong = machine({ secretKey: 'another key' });
    await expect(wrong.check()).rejects.toThrow(/refused this \(403\). SignatureDoesNotMatch/);
    await expect(wrong.put(bytes)).rejects.toMatchObject({ name: 'StorageError', code: 'refused' });
    await expect(machine({ region: 'eu-north-1' }).check()).rejects.toThrow(/AuthorizationHeaderMalformed/);
  });

  test('asks the store once for a file that is used again and again', async () => {
    const { sha256 } = await machine().put(bytes);
    const storage = machine();
    const before = fake.asked.length;
    await storage.path(sha256);
    await storage.path(sha256);
    expect(fake.asked.slice(before)).toHaveLength(1);
  });

  test('does not take other bytes for what was stored', async () => {
    const { sha256 } = await machine().put(bytes);
    fake.fail({ status: 200, body: 'something else' });
    const storage = machine();
    await expect(storage.path(sha256)).rejects.toMatchObject({ name: 'StorageError' });
    expect(String(await buffer(await storage.get(sha256)))).toBe(String(bytes));
    await storage.path(sha256);
  });

  test('refuses a name that is no hash before it asks anybody', async () => {
    const before = fake.asked.length;
    for (const name of ['../../secret', '', 'A'.repeat(64)]) {
      const refused = { code: 'media_name_invalid' };
      await expect(machine().get(name)).rejects.toMatchObject(refused);
      await expect(machine().has(name)).rejects.toMatchObject(refused);
      await expect(machine().remove(name)).rejects.toMatchObject(refused);
    }
    expect(fake.asked).toHaveLength(before);
  });
});

describe('opening the storage of an installation', () => {
  test('a wrong bucket ends the start; a store that is away does not', async () => {
    const away: Error[] = [];
    const open = (overrides: object) =>
      openStorage({ objectStore: { ...fake.place, ...overrides }, folder }, (error) => away.push(error));
    await expect(open({ bucket: 'another' })).rejects.toThrow(/no bucket another/);
    expect(away).toEqual([]);
    // Nobody listens on port 9 of the loopback address.
    await open({ endpoint: 'http://127.0.0.1:9' });
    expect(away).toEqual([expect.objectContaining({ code: 'away' })]);
  });

  test('without a bucket it is the folder', async () => {
    const storage = await openStorage({ objectStore: undefined, folder }, () => undefined);
    const { sha256 } = await storage.put(bytes);
    expect(await storage.path(sha256)).toBe(join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256));
  });
});
