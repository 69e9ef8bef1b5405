import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { MediaError, StorageError } from './errors.ts';
import { type S3Place, s3Requests } from './s3-requests.ts';
import { diskStorage, keyOf, keyPattern, type Storage } from './storage.ts';

export interface S3Storage extends Storage {
  /** Asks the store whether bucket and key work. Throws StorageError. */
  check(): Promise<void>;
  /** Makes the bucket; one that is there already is no error. */
  makeBucket(): Promise<void>;
}

/** Bytes of local copies that are kept, and milliseconds that a copy is left alone after it was made. */
const copiesLimit = 2 * 2 ** 30;
const copyInUse = 15 * 60_000;

/**
 * Storage in a bucket, under the same names as on the disk, so that moving an installation there is copying its folder. What
 * is put is hashed on its way into a local file first: the hash is its name, and a store wants to know the length. That file
 * stays as a copy, as does whatever `path` fetches, because image libraries read files; old copies go when they take too much
 * room.
 */
export function s3Storage(place: S3Place, copiesFolder: string): S3Storage {
  const request = s3Requests(place);
  const copies = diskStorage(copiesFolder);
  const missing = () => new MediaError('media_missing', 'This file is no longer stored. Upload it again.');
  let pruning: Promise<void> | undefined;
  let added = copiesLimit;
  const made = (bytes: number) => {
    added += bytes;
    // Walking the folder is dear, so only after a sixteenth of the room has been taken since the last walk.
    if (added < copiesLimit / 16) return;
    added = 0;
    pruning ??= prune(copies).finally(() => {
      pruning = undefined;
    });
    pruning.catch(() => undefined);
  };

  const send = async (path: string, sha256: string, signal?: AbortSignal): Promise<void> => {
    const body = { blob: await openAsBlob(path), sha256 };
    const response = await request('PUT', { key: keyOf(sha256), body, signal });
    await response.body?.cancel();
    if (!response.ok) throw noBucket(place);
  };

  const storage: S3Storage = {
    async put(source, options = {}) {
      const stored = await copies.put(source, options);
      await send(await copies.path(stored.sha256), stored.sha256, options.signal);
      made(stored.bytes);
      return stored;
    },

    async adopt(source, sha256) {
      await send(source, sha256);
      await copies.adopt(source, sha256);
      made((await stat(source)).size);
    },

    async get(sha256, { start, end } = {}) {
      const range = start === undefined && end === undefined ? undefined : `bytes=${start ?? 0}-${end ?? ''}`;
      const response = await request('GET', { key: keyOf(sha256), ...(range && { range }) });
      // A range that begins behind the end is no bytes, as on a disk.
      if (response.status === 416) return Readable.from([]);
      if (!response.ok) throw missing();
      return Readable.from(response.body ?? [], { objectMode: false });
    },

    async path(sha256) {
      if (!(await copies.has(sha256))) {
        const copy = await copies.put(await storage.get(sha256), { maxBytes: Number.POSITIVE_INFINITY });
        made(copy.bytes);
        if (copy.sha256 !== sha256) {
          await copies.remove(copy.sha256);
          throw new StorageError('away', 'The store of files gave other bytes than were put there.');
        }
      }
      return copies.path(sha256);
    },

    async has(sha256) {
      const response = await request('HEAD', { key: keyOf(sha256) });
      return response.ok;
    },

    async storedAt(sha256) {
      const response = await request('HEAD', { key: keyOf(sha256) });
      // A store that does not say when has just had it, as far as anybody knows.
      return response.ok ? new Date(response.headers.get('last-modified') ?? Date.now()) : null;
    },

    async remove(sha256) {
      const response = await request('DELETE', { key: keyOf(sha256) });
      await response.body?.cancel();
      await copies.remove(sha256);
    },

    async *list() {
      const prefix = place.folder && `${place.folder}/`;
      for (let token: string | undefined; ; ) {
        const query = { 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) };
        const response = await request('GET', { key: '', query });
        if (!response.ok) throw noBucket(place);
        const page = await response.text();
        for (const [entry] of page.matchAll(/<Contents>.*?<\/Contents>/gs)) {
          const key = part(entry, 'Key') ?? '';
          const sha256 = key.startsWith(prefix) ? keyPattern.exec(key.slice(prefix.length))?.[1] : undefined;
          if (sha256)
            yield {
              sha256,
              bytes: Number(part(entry, 'Size')),
              storedAt: new Date(part(entry, 'LastModified') ?? 0),
            };
        }
        token = part(page, 'NextContinuationToken');
        if (!token) return;
      }
    },

    sweepIncoming: copies.sweepIncoming,

    async check() {
      // The right to list is needed: without it, Amazon answers 403 instead of 404 for what is not there.
      const query = { 'list-type': '2', 'max-keys': '1', prefix: 'nothing is called this' };
      const response = await request('GET', { key: '', query });
      await response.body?.cancel();
      if (!response.ok) throw noBucket(place);
    },

    async makeBucket() {
      const there = await request('HEAD', { key: '' });
      if (!there.ok) await (await request('PUT', { key: '' })).body?.cancel();
      await storage.check();
    },
  };
  return storage;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text of an element in a store's answer: names, sizes and tokens, never markup. */
function part(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole);
}

function noBucket({ bucket, endpoint }: S3Place): StorageError {
  return new StorageError('refused', `There is no bucket ${bucket} at ${endpoint} (MOBILISE_STORAGE).`);
}

/** Removes the oldest copies until what is left fits; what was made just now may be in use. */
async function prune(copies: ReturnType<typeof diskStorage>): Promise<void> {
  const before = Date.now() - copyInUse;
  const all = (await Array.fromAsync(copies.list())).sort((one, other) => +one.storedAt - +other.storedAt);
  let bytes = all.reduce((sum, copy) => sum + copy.bytes, 0);
  for (const copy of all) {
    if (bytes <= copiesLimit || +copy.storedAt > before) return;
    await copies.remove(copy.sha256);
    bytes -= copy.bytes;
  }
}
