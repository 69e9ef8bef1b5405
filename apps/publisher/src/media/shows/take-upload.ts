import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Db } from '@mobilise/db/connect';
import { assets } from '@mobilise/db/schema/media';
import { lockHash } from '@mobilise/db/stored-bytes';
import { MediaError } from '@mobilise/media-processing/errors';
import { recordingLimits, uploadLimits } from '@mobilise/media-processing/limits';
import type { FoundChapter } from '@mobilise/media-processing/probed';
import { diskStorage, type Stored } from '@mobilise/media-processing/storage';
import type { Publisher } from '../../publisher.ts';

/** An upload that was fetched and looked at, and is not stored yet. */
export interface Fetched {
  id: string;
  /** Writes it and its row in a transaction: it is nobody's until that commits. */
  write: (tx: Db, workspaceId: string, createdBy: string | null) => Promise<void>;
  /** Milliseconds of a recording. */
  duration: number | null;
  /** Those in the tags of a recording. */
  chapters: readonly FoundChapter[];
}

/** Fetches what a feed names, looks at what it is, and hands it to `use`; nothing of it is left here afterwards. Throws MediaError, or what the way out throws. */
export async function takeUpload<T>(
  publisher: Publisher,
  kind: 'image' | 'audio',
  address: string,
  signal: AbortSignal,
  use: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const cell = await mkdtemp(join(tmpdir(), 'mobilise-import-'));
  try {
    const maxBytes = kind === 'image' ? uploadLimits.bytes : recordingLimits.audioBytes;
    const { body } = await publisher.download(address, maxBytes, signal);
    const quarantine = diskStorage(join(cell, randomUUID()));
    const stored = await quarantine.put(body, { maxBytes, signal });
    const path = await quarantine.path(stored.sha256);
    const { chapters = [], ...facts } =
      kind === 'image' ? await lookAtPicture(path) : await listenTo(publisher, path, signal);
    return await use({
      id: randomUUIDv7(),
      duration: facts.duration,
      chapters,
      async write(tx, workspaceId, createdBy) {
        await keep(publisher, tx, { path, stored, maxBytes });
        const { id } = this;
        await tx
          .insert(assets)
          .values({ id, workspaceId, kind, filename: nameIn(address), ...facts, ...stored, createdBy });
      },
    });
  } finally {
    await rm(cell, { recursive: true, force: true });
  }
}

/**
 * Calls `use` with a picture that a feed names, or with null where it names none or it cannot be had: who it belongs to is not left
 * out for it. `note` is told why.
 */
export async function takePicture<T>(
  publisher: Publisher,
  address: string | null,
  { signal, note }: { signal: AbortSignal; note: (error: unknown) => void },
  use: (picture: Fetched | null) => Promise<T>,
): Promise<T> {
  if (!address) return use(null);
  let isHere = false;
  try {
    return await takeUpload(publisher, 'image', address, signal, (picture) => {
      isHere = true;
      return use(picture);
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isHere) throw error;
    note(error);
    return use(null);
  }
}

/** What the row of an upload says of it, and what is read from its tags. */
interface Facts {
  mime: string;
  width?: number;
  height?: number;
  duration: number | null;
  chapters?: readonly FoundChapter[];
}

async function keep(
  { storage }: Publisher,
  tx: Db,
  { path, stored, maxBytes }: { path: string; stored: Stored; maxBytes: number },
): Promise<void> {
  await lockHash(tx, stored.sha256);
  await storage.put(createReadStream(path), { maxBytes });
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

/** `https://…/episode%201.mp3?x=1` → `episode 1.mp3`. */
function nameIn(address: string): string {
  const path = basename(new URL(address).pathname);
  try {
    return (
      decodeURIComponent(path)
        .replace(/[\p{Cc}/\\]/gu, '')
        .slice(0, 255) || 'imported'
    );
  } catch {
    return path.slice(0, 255) || 'imported';
  }
}
