import { ourFaults } from '@mobilise/contracts/making-failures';
import type { MediaKind } from '@mobilise/contracts/media';
import { MediaError } from '@mobilise/media-processing/errors';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { type Asset, type Found, readAsset } from './asset.ts';
import { Cancelled, cancellable } from './cancelling.ts';
import { failedBy } from './failed-by.ts';
import { type Telling, telling } from './progress.ts';
import { openShelf, type Shelf } from './shelf.ts';

/** What a maker works with: it makes what the shelf lacks, and answers what it found out. */
export interface Making extends Pick<Telling, 'tell'> {
  publisher: Publisher;
  asset: Asset;
  shelf: Shelf;
  /** Aborted when nobody wants it any more, or the publisher ends. */
  signal: AbortSignal;
  /** Says on the screens that something can be looked at already. */
  show: () => Promise<void>;
}

/** Loaded when the first of a kind is made, so that a publisher that makes none stays small. */
const makers: Partial<Record<MediaKind, () => Promise<(making: Making) => Promise<Found>>>> = {
  image: async () => (await import('./make-image.ts')).makeImage,
  audio: async () => (await import('./make-audio.ts')).makeAudio,
  video: async () => (await import('./make-video.ts')).makeVideo,
};

/**
 * Makes the files of an upload that it lacks, puts them in storage and the table one by one, and says that it is ready; or that
 * it failed, with the reason in words. Safe to repeat at any time: what is there is not made again. Throws only for reasons of ours
 * (a full disk, a lost database), which are worth another try; `last` says that there is none.
 */
export async function renderAsset(
  publisher: Publisher,
  assetId: string,
  { last, signal, ending }: { last: boolean; signal?: AbortSignal; ending?: AbortSignal },
): Promise<void> {
  const { sql, log } = publisher;
  const asset = await readAsset(publisher, assetId);
  if (!asset || asset.state === 'cancelled') return;
  // Should this publisher die of it, as it did of every try before, it is not asked for again until there is another pipeline.
  if (last) await sql`update assets set made_by = ${pipelines[asset.kind]} where id = ${asset.id}`;
  try {
    const found = await cancellable(assetId, [signal, ending], (signal, cancel) =>
      make(publisher, asset, signal, cancel),
    );
    await sql`
      update assets set state = 'ready', failure = null, failure_code = null, progress = null, made_by = ${pipelines[asset.kind]},
        width = coalesce(${found.width ?? null}, width), height = coalesce(${found.height ?? null}, height),
        duration = coalesce(${found.duration ?? null}, duration), thumbhash = coalesce(${found.thumbhash ?? null}, thumbhash),
        facts = coalesce(${found.facts ? JSON.stringify(found.facts) : null}::jsonb, facts), warnings = coalesce(${found.warnings ?? null}::text[], warnings)
      where id = ${asset.id} and state <> 'cancelled'`;
    log.info({ asset: asset.id }, 'Renditions are ready');
  } catch (error) {
    if (error instanceof Cancelled) {
      log.info({ asset: asset.id }, 'Cancelled');
      await sql`update assets set progress = null where id = ${asset.id}`;
    } else {
      const theirs = error instanceof MediaError;
      // What ends with the publisher is done by the next one.
      if (!theirs && (!last || ending?.aborted)) throw error;
      log[theirs ? 'warn' : 'error']({ asset: asset.id, error }, 'Renditions could not be made');
      const { failure, failureCode } = failedBy(error, ourFaults.upload);
      await sql`
        update assets set state = 'failed', failure = ${failure}, failure_code = ${failureCode}, progress = null, made_by = ${pipelines[asset.kind]}
        where id = ${asset.id} and state <> 'cancelled'`;
    }
  }
  await announce(sql, asset.workspaceId, 'assets', asset.id);
}

async function make(publisher: Publisher, asset: Asset, signal: AbortSignal, cancel: () => void): Promise<Found> {
  const maker = makers[asset.kind];
  if (!maker) throw new MediaError('media_type_unsupported', 'This installation cannot process such a file.');
  const { sql } = publisher;
  const show = () => announce(sql, asset.workspaceId, 'assets', asset.id);
  const { tell, end } = telling(
    publisher,
    async (progress) => {
      const rows = await sql`
        update assets set progress = ${JSON.stringify(progress)}::jsonb where id = ${asset.id} and state <> 'cancelled' returning id`;
      if (rows.length > 0) await show();
      return rows.length > 0;
    },
    cancel,
  );
  try {
    const shelf = await openShelf(publisher, asset);
    const found = await (await maker())({ publisher, asset, shelf, signal, tell, show });
    signal.throwIfAborted();
    await shelf.tidy();
    return found;
  } finally {
    await end();
  }
}
