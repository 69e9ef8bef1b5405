import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { newId } from '@mobilise/contracts/new-id';
import type { Db } from '@mobilise/db/connect';
import { sayFull, usedBytes } from '@mobilise/db/quota';
import { assets } from '@mobilise/db/schema/media';
import { lockHash, removeUnnamed } from '@mobilise/db/stored-bytes';
import { MediaError } from '@mobilise/media-processing/errors';
import { type AcceptedMime, extensionOf } from '@mobilise/media-processing/kinds';
import { recordingLimits, uploadLimits } from '@mobilise/media-processing/limits';
import type { FoundChapter } from '@mobilise/media-processing/probed';
import { diskStorage } from '@mobilise/media-processing/storage';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import type { Publisher } from '../../publisher.ts';
import { otherKind } from './other-kind.ts';

/** Whose an upload is to be. */
interface Owner {
  workspaceId: string;
  createdBy: string | null;
}

/** A file that a feed names, and what it is called here, without an ending: hosts call theirs by what nobody can read. */
interface Named {
  address: string;
  name: string;
}

/** An upload that was fetched, looked at and stored. */
export interface Fetched {
  id: string;
  /** Writes its row in a transaction: it is nobody's until that commits. */
  write: (tx: Db) => Promise<void>;
  /** Milliseconds of a recording. */
  duration: number | null;
  /** Those in the tags of a recording. */
  chapters: readonly FoundChapter[];
}

/**
 * Fetches what a feed names, looks at what it is, stores it if the workspace has room, and hands it to `use`. Storing takes long, so
 * it happens before the transaction that writes the row; without that row nothing is left. Throws MediaError, `media_full` where there is no room for it, or what the way out throws.
 */
export async function takeUpload<T>(
  publisher: Publisher,
  owner: Owner,
  { kind, address, name }: Named & { kind: 'image' | 'audio' },
  signal: AbortSignal,
  use: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const { db, storage } = publisher;
  const left = await roomOrThrow(publisher, owner, 1);
  await using cell = await openWorkFolder('import');
  const limit = kind === 'image' ? uploadLimits.bytes : recordingLimits.audioBytes;
  const maxBytes = Math.min(limit, left);
  const { body } = await publisher.download(address, limit, signal);
  const quarantine = diskStorage(join(cell.path, randomUUID()));
  const stored = await quarantine.put(body, { maxBytes, signal }).catch(async (error) => {
    if (maxBytes < limit && error instanceof MediaError) await roomOrThrow(publisher, owner, maxBytes + 1);
    throw error;
  });
  const path = await quarantine.path(stored.sha256);
  const looking = kind === 'image' ? lookAtPicture(path) : listenTo(publisher, path, signal);
  const { chapters = [], ...facts } = await looking.catch(async (error) => {
    throw await otherKind(error, { path, kind, address });
  });
  await roomOrThrow(publisher, owner, stored.bytes);
  const id = newId();
  const write = async (tx: Db) => {
    await lockHash(tx, stored.sha256);
    // The last row of the same bytes may have gone meanwhile, and taken them with it.
    if (!(await storage.has(stored.sha256))) await storage.adopt(path, stored.sha256);
    const { workspaceId, createdBy } = owner;
    await tx
      .insert(assets)
      .values({ id, workspaceId, kind, filename: filenameOf(name, facts.mime), ...facts, ...stored, createdBy });
  };
  try {
    await storage.adopt(path, stored.sha256);
    return await use({ id, duration: facts.duration, chapters, write });
  } catch (error) {
    await removeUnnamed(db, stored.sha256, storage.remove).catch(() => undefined);
    throw error;
  }
}

/**
 * Calls `use` with a picture that a feed names, or with null where it names none or it cannot be had: who it belongs to is not left
 * out for it, unless the workspace is full. `note` is told why.
 */
export async function takePicture<T>(
  publisher: Publisher,
  owner: Owner,
  named: Named | null,
  { signal, note }: { signal: AbortSignal; note: (error: unknown) => void },
  use: (picture: Fetched | null) => Promise<T>,
): Promise<T> {
  if (!named) return use(null);
  let isHere = false;
  try {
    return await takeUpload(publisher, owner, { kind: 'image', ...named }, signal, (picture) => {
      isHere = true;
      return use(picture);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isHere || isFull(error)) throw error;
    note(error);
    return use(null);
  }
}

/** What the row of an upload says of it, and what is read from its tags. */
interface Facts {
  mime: AcceptedMime;
  width?: number;
  height?: number;
  duration: number | null;
  chapters?: readonly FoundChapter[];
}

/** Whether an error says that the workspace has no room left. */
export const isFull = (error: unknown): error is MediaError =>
  error instanceof MediaError && error.code === 'media_full';

/** Answers how many bytes the workspace has left, which are no fewer than asked for. */
async function roomOrThrow({ db, settings }: Publisher, { workspaceId }: Owner, bytes: number): Promise<number> {
  const used = await usedBytes({ db, workspaceId });
  if (used + bytes > settings.quota)
    throw new MediaError('media_full', `${sayFull(settings.quota, used)}, then try again.`);
  return settings.quota - used;
}

async function lookAtPicture(path: string): Promise<Facts> {
  const { inspectImage } = await import('@mobilise/media-processing/inspect');
  const { mime, width, height } = await inspectImage(path);
  return { mime, width, height, duration: null };
}

async function listenTo(publisher: Publisher, path: string, signal: AbortSignal): Promise<Facts> {
  const { inspectMedia } = await import('@mobilise/media-processing/inspect-media');
  const { mime, kind, duration, chapters } = await inspectMedia(await publisher.ffmpeg(), path, undefined, { signal });
  if (kind === 'video')
    throw new MediaError('media_type_unsupported', 'It is a film, not a recording. Upload it as a video instead.');
  return { mime, duration, chapters };
}

/** A name as that of a file, with the ending of its type. */
function filenameOf(name: string, mime: AcceptedMime): string {
  const safe = name
    .replace(/[\p{Cc}/\\]+/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  return `${safe.slice(0, 240).toWellFormed() || 'imported'}.${extensionOf(mime)}`;
}
