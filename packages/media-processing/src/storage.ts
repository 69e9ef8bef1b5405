import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  access,
  constants,
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  opendir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { isNotFound, MediaError, sayBytes } from './errors.ts';
import { uploadLimits } from './limits.ts';

export interface Stored {
  /** Lower-case hexadecimal; the file's name everywhere. */
  sha256: string;
  bytes: number;
}

export interface PutOptions {
  /** The most bytes to take; `uploadLimits.bytes` unless given. */
  maxBytes?: number;
  signal?: AbortSignal;
}

/** Files by content hash: what is stored never changes, and the same bytes are stored once. */
export interface Storage {
  /** Stores bytes while hashing them. Nothing is left behind on failure. Throws `media_too_large`. */
  put(source: AsyncIterable<Uint8Array> | Uint8Array, options?: PutOptions): Promise<Stored>;
  /**
   * Stores a local file whose hash is known, and leaves it where it is: in the same volume of a disk that is another name for it
   * and takes no time, elsewhere a copy.
   */
  adopt(path: string, sha256: string): Promise<void>;
  /** Bytes `start` to `end`, both included as in an HTTP range, or all of them. Throws `media_missing`. */
  get(sha256: string, range?: { start?: number; end?: number }): Promise<Readable>;
  /** A local file holding the bytes, to read only. Throws `media_missing`. */
  path(sha256: string): Promise<string>;
  has(sha256: string): Promise<boolean>;
  /** When bytes were last put; null where they are not. */
  storedAt(sha256: string): Promise<Date | null>;
  /** Removes a file; one that is not there is no error. */
  remove(sha256: string): Promise<void>;
  /** Everything stored, in no order. `storedAt` is when the bytes were last put. */
  list(): AsyncIterable<Stored & { storedAt: Date }>;
  /** Removes what processes that were killed began to write on this machine, and touched no more since this moment. Returns how many files. */
  sweepIncoming(before: Date): Promise<number>;
}

const hashPattern = /^[0-9a-f]{64}$/;
/** The name that `keyOf` gives, with the hash in it. */
export const keyPattern = /^[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** Where a file lies below the folder or the bucket: `ab/cd/<sha256>`, so that no folder grows to hundreds of thousands. Throws `media_name_invalid`. */
export function keyOf(sha256: string): string {
  if (!hashPattern.test(sha256)) {
    throw new MediaError('media_name_invalid', 'A stored file is named by 64 lower-case hexadecimal digits.');
  }
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/**
 * Storage in a folder, created when first needed. Files appear whole or not at all: they are written beside, synced to the
 * disk, then renamed. Only the account that runs the server may read them (0700 and 0600).
 */
export function diskStorage(location: string): Storage {
  const folder = resolve(location);
  const incoming = join(folder, 'incoming');

  const locate = (sha256: string): string => join(folder, keyOf(sha256));

  const path = async (sha256: string): Promise<string> => {
    const file = locate(sha256);
    await access(file).catch(orMissing);
    return file;
  };

  const publish = async (temporary: string, sha256: string): Promise<void> => {
    const target = locate(sha256);
    const created = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // Renaming over an equal file, rather than keeping the old one, leaves no moment in which a
    // removal running at the same time could take away what this call says is stored.
    await rename(temporary, target);
    await syncFolders(dirname(target), created ? folder : dirname(target));
  };

  return {
    path,

    async put(source, options = {}) {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, randomUUID());
      try {
        const file = await open(temporary, 'wx', 0o600);
        const stored = await receive(file, source, options).finally(() => file.close());
        await publish(temporary, stored.sha256);
        return stored;
      } finally {
        await rm(temporary, { force: true });
      }
    },

    async adopt(source, sha256) {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, randomUUID());
      try {
        // Another volume, or a file system without links: then the bytes are copied.
        await link(source, temporary).catch(() => copyFile(source, temporary, constants.COPYFILE_FICLONE));
        const file = await open(temporary, 'r+');
        await file.chmod(0o600);
        await file.utimes(new Date(), new Date());
        await file.sync().finally(() => file.close());
        await publish(temporary, sha256);
      } finally {
        // Also where it was the same file already: such a rename does nothing.
        await rm(temporary, { force: true });
      }
    },

    async get(sha256, range = {}) {
      const file = await open(locate(sha256)).catch(orMissing);
      return createReadStream('', { ...range, fd: file });
    },

    async has(sha256) {
      try {
        await access(locate(sha256));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async storedAt(sha256) {
      return (await statIfThere(locate(sha256)))?.mtime ?? null;
    },

    async remove(sha256) {
      await rm(locate(sha256), { force: true });
    },

    async *list() {
      for await (const file of filesIn(folder)) {
        if (!hashPattern.test(file.name)) continue;
        const facts = await statIfThere(join(file.parentPath, file.name));
        if (facts) yield { sha256: file.name, bytes: facts.size, storedAt: facts.mtime };
      }
    },

    async sweepIncoming(before) {
      let removed = 0;
      for await (const file of filesIn(incoming)) {
        const left = join(file.parentPath, file.name);
        const facts = await statIfThere(left);
        // A file that is adopted brings the time at which it was written elsewhere; what was done to it here is what counts.
        if (!facts || facts.ctime >= before) continue;
        await rm(left, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

async function receive(
  file: FileHandle,
  source: AsyncIterable<Uint8Array> | Uint8Array,
  options: PutOptions,
): Promise<Stored> {
  const maxBytes = options.maxBytes ?? uploadLimits.bytes;
  const hash = createHash('sha256');
  let bytes = 0;
  // Leaving the loop by an error destroys a stream source, so an over-long upload stops being read.
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    options.signal?.throwIfAborted();
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new MediaError(
        'media_too_large',
        `This file is larger than ${sayBytes(maxBytes)}. Make it smaller and upload that.`,
      );
    }
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  options.signal?.throwIfAborted();
  await file.sync();
  return { sha256: hash.digest('hex'), bytes };
}

/** A rename survives a power cut only once its folder is synced, and so with folders newly made above it. */
async function syncFolders(from: string, to: string): Promise<void> {
  // Windows cannot open a folder, and needs no such sync.
  if (process.platform === 'win32') return;
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
    if (folder === to || folder === dirname(folder)) return;
  }
}

async function* filesIn(folder: string) {
  try {
    for await (const entry of await opendir(folder, { recursive: true })) if (entry.isFile()) yield entry;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function statIfThere(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function orMissing(error: unknown): never {
  if (isNotFound(error))
    throw new MediaError('media_missing', 'This file is no longer stored. Upload it again.', { cause: error });
  throw error;
}
