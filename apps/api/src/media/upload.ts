import { randomUUIDv7 } from 'node:crypto';
import { maxImageBytes, type Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { assets, renditions } from '@mobilise/db/schema/media';
import { MediaError, type MediaErrorCode } from '@mobilise/media-processing/errors';
import { inspectImage } from '@mobilise/media-processing/inspect';
import type { Storage } from '@mobilise/media-processing/storage';
import { eq, sql } from 'drizzle-orm';
import type { Request } from 'express';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import { inTransaction, record, type Scope } from '../scope.ts';
import { getAsset } from './read.ts';

/** What a refusal of the media package is to a caller. */
const codes: Partial<Record<MediaErrorCode, 'media_type_mismatch' | 'media_type_unsupported' | 'too_large' | 'media_corrupt'>> = {
  media_type_mismatch: 'media_type_mismatch',
  media_type_unsupported: 'media_type_unsupported',
  media_too_large: 'too_large',
  media_too_many_pixels: 'too_large',
  media_corrupt: 'media_corrupt',
  media_timeout: 'media_corrupt',
};

/**
 * Takes the request's body as a file. Its type is found in its content, its size is bounded while it arrives, and its
 * pixels are counted before it is decoded; what is refused leaves nothing behind. Renditions are made afterwards.
 */
export async function uploadAsset(scope: Scope, { storage, boss }: { storage: Storage; boss: PgBoss }, filename: string, request: Request): Promise<Asset> {
  if (Number(request.headers['content-length'] ?? 0) > maxImageBytes) throw refused('too_large', `The file is larger than ${maxImageBytes / 2 ** 20} MB. Export it smaller.`);
  const gone = new AbortController();
  request.once('close', () => request.complete || gone.abort());
  const stored = await storage.put(request, { maxBytes: maxImageBytes, signal: gone.signal }).catch(toProblem);
  try {
    if (stored.bytes === 0) throw refused('media_corrupt', 'The file is empty. Choose it again.');
    const claimed = request.headers['content-type']?.split(';')[0]?.trim();
    const facts = await inspectImage(await storage.path(stored.sha256), claimed).catch(toProblem);
    return await inTransaction(scope, async (scope) => {
      const id = randomUUIDv7();
      const { mime, width, height } = facts;
      await scope.db.insert(assets).values({
        id, workspaceId: scope.workspaceId, kind: 'image', filename, mime, width, height, ...stored, createdAt: scope.now, createdBy: scope.actor.userId,
      });
      await boss.send('render-asset', { assetId: id }, { db: fromDrizzle(scope.db, sql) });
      await record(scope, { action: 'uploaded', noun: 'assets', id, subject: filename });
      return getAsset(scope, id);
    });
  } catch (error) {
    await removeUnused(scope, storage, [stored.sha256]);
    throw error;
  }
}

/** Removes files from storage that no asset and no rendition of any workspace uses. */
export async function removeUnused({ db }: Pick<Scope, 'db'>, storage: Storage, hashes: string[]): Promise<void> {
  for (const sha256 of hashes) {
    const [asset] = await db.select({ id: assets.id }).from(assets).where(eq(assets.sha256, sha256)).limit(1);
    const [rendition] = asset ? [asset] : await db.select({ id: renditions.id }).from(renditions).where(eq(renditions.sha256, sha256)).limit(1);
    if (!rendition) await storage.remove(sha256);
  }
}

function refused(code: 'too_large' | 'media_corrupt' | 'media_type_mismatch' | 'media_type_unsupported', detail: string, cause?: unknown): Problem {
  return new Problem(code, detail, { fields: [{ field: 'file', message: detail }], cause });
}

function toProblem(error: unknown): never {
  const code = error instanceof MediaError ? codes[error.code] : undefined;
  throw code && error instanceof MediaError ? refused(code, error.detail, error) : error;
}
