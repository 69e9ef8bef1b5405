import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Problem } from '@mobilise/contracts/problems';
import { isNotFound } from '@mobilise/media-processing/errors';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';

/** What the checksum extension of tus offers; SHA-1 is the one that every server has to know. */
export const checksumAlgorithms = ['sha1', 'sha256'] as const;

export interface Checksum {
  algorithm: (typeof checksumAlgorithms)[number];
  /** Base64. */
  digest: string;
}

/** What the request at hand says about the bytes it brings. */
export interface Arrival {
  checksum: Checksum | null;
  /** Throws for what is not worth sending on: called with the first bytes of a file, 64 kB or all of them. */
  lookAtHead: (id: string, head: Buffer) => Promise<void>;
}

/** Bytes by which a type is known. */
const headBytes = 65_536;

/**
 * Unfinished uploads in a folder: `<id>` and what is known of it, `<id>.json`. An id is a path, so that whose an upload is cannot
 * be got wrong. Adds to its parent what a request says in `arrival`: bytes with a wrong checksum are not kept.
 */
export class UploadStore extends FileStore {
  readonly arrival = new AsyncLocalStorage<Arrival>();

  constructor(directory: string, milliseconds: number) {
    super({ directory, expirationPeriodInMilliseconds: milliseconds });
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const arrival = this.arrival.getStore();
    if (!arrival) throw new Error('Bytes came outside of a request');
    const { checksum, lookAtHead } = arrival;
    const hash = checksum && createHash(checksum.algorithm);
    let refused: unknown;
    async function* checked() {
      let head: Buffer | null = offset === 0 ? Buffer.alloc(0) : null;
      for await (const chunk of readable as AsyncIterable<Buffer>) {
        hash?.update(chunk);
        if (!head) {
          yield chunk;
          continue;
        }
        head = Buffer.concat([head, chunk]);
        if (head.length < headBytes) continue;
        await lookAtHead(id, head).catch((error: unknown) => {
          refused = error;
          throw error;
        });
        yield head;
        head = null;
      }
      if (head) yield head;
    }
    try {
      const end = await super.write(Readable.from(checked(), { objectMode: false }), id, offset);
      if (!hash || hash.digest('base64') === checksum?.digest) return end;
      refused = new Problem('checksum_mismatch', 'These bytes changed on their way. Send them again.');
      throw refused;
    } catch (error) {
      // Without a checksum, what came before a connection broke is kept: that is the point of going on.
      if (checksum) await truncate(this.pathOf(id), offset);
      throw refused ?? error;
    }
  }

  /** What is known of an upload. It counts as begun when bytes last came: for a day from then it can be gone on with. */
  override async getUpload(id: string): Promise<Upload> {
    const upload = await super.getUpload(id);
    const { mtime } = await stat(this.pathOf(id));
    return Object.assign(upload, { creation_date: mtime.toISOString() });
  }

  pathOf(id: string): string {
    return join(this.directory, id);
  }

  /** Forgets an upload with what is known of it; one that is not there is no error. */
  async forget(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** The unfinished uploads below a folder of the store: how many bytes each has and will have, and when bytes last came. */
  async below(folder: string): Promise<{ id: string; bytes: number; size: number; touched: Date }[]> {
    const path = join(this.directory, folder);
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      if (isNotFound(error)) return [];
      throw error;
    });
    const found = await Promise.all(
      entries
        .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
        .map(async (entry) => {
          const known = join(entry.parentPath, entry.name);
          const file = known.slice(0, -'.json'.length);
          const facts = await stat(file).catch(() => stat(known).catch(() => null));
          const id = file.slice(this.directory.length + 1);
          return facts && { id, bytes: facts.size, size: await sizeIn(known), touched: facts.mtime };
        }),
    );
    return found.filter((upload) => upload !== null);
  }

  /** Forgets what nobody went on with since a moment. */
  async sweep(before: Date): Promise<void> {
    for (const { id, touched } of await this.below('.')) {
      if (touched >= before) continue;
      await this.forget(id);
      // Gives up the folder of a person with nothing under way.
      await rm(dirname(this.pathOf(id)), { recursive: false }).catch(() => undefined);
    }
  }
}

/** The length that an upload was begun with; 0 where it cannot be read, because it is being written or has just gone. */
async function sizeIn(path: string): Promise<number> {
  try {
    return Number(JSON.parse(await readFile(path, 'utf8')).size) || 0;
  } catch {
    return 0;
  }
}

/** The value of an `Upload-Checksum` header, `sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`. Problem `invalid_request` for another. */
export function checksumOf(header: string | undefined): Checksum | null {
  if (header === undefined) return null;
  const [name = '', digest = ''] = header.split(' ');
  const algorithm = checksumAlgorithms.find((known) => known === name);
  if (algorithm && digest) return { algorithm, digest };
  throw new Problem(
    'invalid_request',
    `Upload-Checksum is one of ${checksumAlgorithms.join(' and ')}, a space, and the hash in Base64.`,
  );
}
