import { randomUUIDv7 } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { assets } from '@mobilise/db/schema/media';
import { inspectImage } from '@mobilise/media-processing/inspect';
import type { Context } from '../context.ts';
import { requestRenditions } from '../rendering.ts';
import type { Scope } from '../scope.ts';
import type { SampleItem } from './item.ts';

const folder = join(import.meta.dirname, 'artwork');

type Stored = Awaited<ReturnType<typeof storeArtwork>>;

export async function storeArtwork({ storage }: Context, file: string) {
  const path = join(folder, file);
  const { mime, width, height } = await inspectImage(path);
  return { ...(await storage.put(createReadStream(path))), mime, width, height };
}

/** Puts a picture into the library at `scope.now`; answers its id. */
export async function insertArtwork(
  { boss }: Context,
  scope: Scope,
  { file, alt }: SampleItem['artwork'],
  stored: Stored | undefined,
): Promise<string> {
  if (!stored) throw new Error(`${file} was not stored`);
  const id = randomUUIDv7();
  await scope.db.insert(assets).values({
    id,
    workspaceId: scope.workspaceId,
    kind: 'image',
    filename: file,
    alt,
    createdAt: scope.now,
    createdBy: scope.actor.userId,
    ...stored,
  });
  await requestRenditions(scope, boss, id);
  return id;
}
