import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@mobilise/contracts/new-id';
import { assets } from '@mobilise/db/schema/media';
import { inspectImage } from '@mobilise/media-processing/inspect';
import { inspectMedia } from '@mobilise/media-processing/inspect-media';
import type { Context } from '../context.ts';
import { requestRenditions } from '../rendering.ts';
import type { Scope } from '../scope.ts';
import type { SampleItem } from './item.ts';

const folder = join(import.meta.dirname, 'uploads');

export type Stored = Awaited<ReturnType<typeof storeUpload>>;

/** Stores a file of the sample as if somebody had uploaded it; answers what it is. */
export async function storeUpload({ settings, storage }: Context, file: string) {
  const path = join(folder, file);
  const facts = file.endsWith('.ogg') ? await recordingFacts(path, settings) : await pictureFacts(path);
  return { ...facts, ...(await storage.put(createReadStream(path))) };
}

async function pictureFacts(path: string) {
  const { mime, width, height } = await inspectImage(path);
  return { kind: 'image' as const, mime, width, height };
}

async function recordingFacts(path: string, { ffmpeg }: Context['settings']) {
  const { openFfmpeg } = await import('@mobilise/media-processing/ffmpeg');
  const { mime, duration } = await inspectMedia(await openFfmpeg(ffmpeg), path);
  return { kind: 'audio' as const, mime, duration };
}

/** Puts it into the library at `scope.now`; answers its id. */
export async function insertUpload(
  { boss }: Context,
  scope: Scope,
  { file, alt }: SampleItem['upload'],
  stored: Stored | undefined,
): Promise<string> {
  if (!stored) throw new Error(`${file} was not stored`);
  const id = newId();
  await scope.db.insert(assets).values({
    id,
    workspaceId: scope.workspaceId,
    filename: file,
    alt,
    createdAt: scope.now,
    createdBy: scope.actor.userId,
    ...stored,
  });
  await requestRenditions(scope, boss, id);
  return id;
}
