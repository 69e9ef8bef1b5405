import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Asset } from '@mobilise/contracts/media';
import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import { assets } from '@mobilise/db/schema/media';
import { inMegabytes, MediaError, type MediaErrorCode } from '@mobilise/media-processing/errors';
import { type ImageFacts, inspectImage } from '@mobilise/media-processing/inspect';
import { acceptedTypes } from '@mobilise/media-processing/kinds';
import { uploadLimits } from '@mobilise/media-processing/limits';
import { diskStorage, type Storage, type Stored } from '@mobilise/media-processing/storage';
import { type Jobs, requestRenditions } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { getAsset } from './read.ts';
import { lockHash } from './stored.ts';

/** Where uploads go. */
export interface Uploads {
  storage: Storage;
  jobs: Jobs;
  /** A folder for what has not been looked at yet. */
  quarantine: string;
}

export interface Upload {
  filename: string;
  /** What it claims to be. */
  contentType: string | undefined;
  /** Bytes, when the client says so. */
  contentLength: number | undefined;
  body: Readable;
}

/**
 * Takes an upload: counted while it comes in, looked at in quarantine, and stored with its row and the job that renders
 * it only when it is what it says. What is refused or interrupted leaves nothing behind. Problems, naming the field
 * `file`: `too_large`, `media_type_unsupported`, `media_type_mismatch`, `media_corrupt`, `invalid_request`.
 */
export async function uploadAsset(scope: Scope, uploads: Uploads, upload: Upload): Promise<Asset> {
  const { filename, contentType, contentLength, body } = upload;
  const cell = join(uploads.quarantine, randomUUID());
  try {
    if ((contentLength ?? 0) > uploadLimits.bytes) throw tooLarge();
    const quarantine = diskStorage(cell);
    const stored = await quarantine.put(untilGone(body), { maxBytes: uploadLimits.bytes });
    if (stored.bytes === 0) throw wrongFile('invalid_request', 'The file is empty. Export it again and upload that.');
    const path = await quarantine.path(stored.sha256);
    const facts = await inspectImage(path, contentType);
    return await keep(scope, uploads, { path, stored, facts, filename: baseName(filename) });
  } catch (error) {
    throw error instanceof MediaError ? toProblem(error) : error;
  } finally {
    await rm(cell, { recursive: true, force: true });
    // What is left of a refused upload is read away, so that the client gets to see why.
    body.resume();
  }
}

interface Checked {
  path: string;
  stored: Stored;
  facts: ImageFacts;
  filename: string;
}

function keep(scope: Scope, { storage, jobs }: Uploads, { path, stored, facts, filename }: Checked): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const id = randomUUIDv7();
    await lockHash(scope, stored.sha256);
    await storage.put(createReadStream(path));
    const { mime, width, height } = facts;
    await scope.db.insert(assets).values({
      ...{ id, workspaceId: scope.workspaceId, kind: acceptedTypes[mime].kind, filename, mime, width, height },
      ...stored,
      createdAt: scope.now,
      createdBy: scope.actor.userId,
    });
    await requestRenditions(scope, jobs, id);
    await record(scope, { action: 'uploaded', noun: 'assets', id, subject: filename, detail: { bytes: stored.bytes } });
    return getAsset(scope, id);
  });
}

/** The bytes of a request. Leaving it early keeps the connection open, which destroying the stream would not. */
async function* untilGone(body: Readable): AsyncIterable<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw wrongFile('invalid_request', 'The upload was interrupted before its end. Upload it again.', error);
  }
}

const codes: Partial<Record<MediaErrorCode, ProblemCode>> = {
  media_type_mismatch: 'media_type_mismatch',
  media_type_unsupported: 'media_type_unsupported',
  media_too_large: 'too_large',
  media_too_many_pixels: 'too_large',
  media_corrupt: 'media_corrupt',
  media_timeout: 'media_corrupt',
};

function toProblem(error: MediaError): Error {
  const code = codes[error.code];
  return code ? wrongFile(code, error.detail, error) : error;
}

function tooLarge(): Problem {
  return wrongFile(
    'too_large',
    `This file is larger than ${inMegabytes(uploadLimits.bytes)}. Make it smaller and upload that.`,
  );
}

function wrongFile(code: ProblemCode, message: string, cause?: unknown): Problem {
  return new Problem(code, message, { fields: [{ field: 'file', message }], cause });
}

/** A file's own name: some clients send the folders above it. */
function baseName(filename: string): string {
  return (
    filename
      .split(/[\\/]/)
      .findLast((part) => part.trim() !== '')
      ?.trim() ?? 'upload'
  );
}
