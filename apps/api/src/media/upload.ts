import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Asset } from '@mobilise/contracts/media';
import { newId } from '@mobilise/contracts/new-id';
import { diskStorage } from '@mobilise/media-processing/storage';
import type { Scope } from '../scope.ts';
import { baseName, keep, type Uploads } from './keep.ts';
import { mostFor } from './look.ts';
import { roomOrThrow } from './quota.ts';
import { asProblem, emptyFile, interrupted, tooLarge } from './refusals.ts';
import { replaceableOrThrow } from './replace.ts';

export interface Upload {
  filename: string;
  /** What it claims to be. */
  contentType: string | undefined;
  /** Bytes, when the client says so. */
  contentLength: number | undefined;
  /** The upload whose place it takes. */
  replaces: string | undefined;
  body: Readable;
  /** Aborted when the client has left. */
  gone: AbortSignal;
}

/**
 * Takes an upload in one request: counted while it comes in, looked at in quarantine, and kept only when it is what it says.
 * What is refused or interrupted leaves nothing behind. Problems, naming the field `file`: those of `keep`, and
 * `invalid_request`.
 * @param quarantine a folder for what has not been looked at yet
 */
export async function uploadAsset(scope: Scope, uploads: Uploads, quarantine: string, upload: Upload): Promise<Asset> {
  const { filename, contentType = '', contentLength = 0, replaces, body, gone } = upload;
  const cell = join(quarantine, randomUUID());
  try {
    const most = mostFor(contentType);
    if (contentLength > most) throw tooLarge(most);
    await roomOrThrow(scope, uploads.quota, contentLength);
    if (replaces) await replaceableOrThrow(scope, replaces, contentType);
    const waiting = diskStorage(cell);
    const stored = await waiting.put(untilGone(body), { maxBytes: most });
    if (stored.bytes === 0) throw emptyFile();
    return await keep(scope, uploads, {
      id: newId(),
      path: await waiting.path(stored.sha256),
      stored,
      filename: baseName(filename),
      claimedType: contentType,
      replaces,
      gone,
    });
  } catch (error) {
    throw asProblem(error);
  } finally {
    await rm(cell, { recursive: true, force: true });
    // What is left of a refused upload is read away, so that the client gets to see why.
    body.resume();
  }
}

/** The bytes of a request. Leaving it early keeps the connection open, which destroying the stream would not. */
async function* untilGone(body: Readable): AsyncIterable<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw interrupted(error);
  }
}
