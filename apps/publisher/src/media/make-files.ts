import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { ItemContent } from '@mobilise/contracts/kinds';
import { ourFaults } from '@mobilise/contracts/making-failures';
import { clipOf, timesOutside } from '@mobilise/contracts/recording-times';
import { posts } from '@mobilise/db/schema/posts';
import { MediaError } from '@mobilise/media-processing/errors';
import { eq, sql as raw } from 'drizzle-orm';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { releaseAndTell } from '../releasing.ts';
import { Cancelled, cancellable } from './cancelling.ts';
import { failedBy } from './failed-by.ts';
import { type Telling, telling } from './progress.ts';
import type { Try } from './queue.ts';
import { lengthOf } from './recording-length.ts';
import { openRevisionShelf, type RevisionShelf } from './revision-shelf.ts';

/** A revision as its makers see it. */
export interface Revision {
  id: string;
  itemId: string;
  workspaceId: string;
  kind: ItemKind;
  title: string;
  content: ItemContent;
  files: 'none' | 'wanted' | 'ready' | 'failed';
  /** When it went out, else when it was approved: `2026-11-27`. */
  date: string;
  show: { title: string; author: string; artworkId: string | null } | null;
}

export interface MakingFiles extends Pick<Telling, 'tell'> {
  publisher: Publisher;
  revision: Revision;
  shelf: RevisionShelf;
  /** Aborted when the item is gone, a person stopped it, or the publisher ends. */
  signal: AbortSignal;
}

const makers: Partial<Record<ItemKind, () => Promise<(making: MakingFiles) => Promise<void>>>> = {
  episode: async () => (await import('./episode-files.ts')).makeEpisodeFiles,
  video: async () => (await import('./video-files.ts')).makeVideoFiles,
};

/**
 * Makes the files of a revision from its recordings; then its posts that were held for them go on. Safe to repeat at any time: what
 * is there, or was made for another revision in the same way, is not made again. Throws as `renderAsset` does.
 */
export async function makeFiles(publisher: Publisher, id: string, { last, signal, ending }: Try): Promise<void> {
  const { sql, db, log } = publisher;
  const revision = await readRevision(publisher, id);
  // What is ready is made again where its bytes were lost.
  if (!revision || revision.files === 'none' || revision.files === 'failed') return;
  const { workspaceId, itemId } = revision;
  try {
    await cancellable(id, [signal, ending], (signal, cancel) => make(publisher, revision, signal, cancel));
    const isCurrent = await db.transaction(async (tx) => {
      // Locked as by whoever changes it: a cover that was changed meanwhile is not in the files.
      const [show] = await tx.execute<{ artworkId: string | null }>(raw`
        select s.artwork_id as "artworkId" from shows s join items i on i.show_id = s.id where i.id = ${itemId} for share of s`);
      if ((show?.artworkId ?? null) !== (revision.show?.artworkId ?? null)) return false;
      const ready = await tx.execute(raw`
        update revisions set files = 'ready', files_failure = null, files_failure_code = null, files_progress = null where id = ${id} and files <> 'failed' returning id`);
      if (ready.length > 0) await releaseAndTell(tx, workspaceId, 'files', eq(posts.revisionId, id));
      return true;
    });
    if (!isCurrent) return await makeFiles(publisher, id, { last, signal, ending });
    log.info({ revision: id }, 'Files are ready');
  } catch (error) {
    const theirs = error instanceof MediaError;
    if (error instanceof Cancelled) return;
    if (!theirs && (!last || ending?.aborted)) throw error;
    log[theirs ? 'warn' : 'error']({ revision: id, error }, 'Files could not be made');
    const { failure, failureCode } = failedBy(error, ourFaults.files);
    await sql`
      update revisions set files = 'failed', files_failure = ${failure}, files_failure_code = ${failureCode}, files_progress = null where id = ${id} and files <> 'failed'`;
  }
  await announce(sql, workspaceId, 'items', itemId);
}

async function make(publisher: Publisher, revision: Revision, signal: AbortSignal, cancel: () => void): Promise<void> {
  const { sql } = publisher;
  const maker = makers[revision.kind];
  if (!maker)
    throw new MediaError('media_type_unsupported', 'This installation cannot make files of it. Publish without them.');
  const { tell, end } = telling(
    publisher,
    async (progress) => {
      const rows = await sql`
        update revisions set files_progress = ${JSON.stringify(progress)}::jsonb where id = ${revision.id} and files <> 'failed' returning id`;
      if (rows.length > 0) await announce(sql, revision.workspaceId, 'items', revision.itemId);
      return rows.length > 0;
    },
    cancel,
  );
  try {
    await timesOrThrow(publisher, revision, signal);
    const shelf = openRevisionShelf(publisher, revision.id);
    await (await maker())({ publisher, revision, shelf, signal, tell });
    signal.throwIfAborted();
    await shelf.tidy();
  } finally {
    await end();
  }
}

/**
 * Refuses what an approval does, which could not where nobody knew yet how long the recording is. What was made before stays as it is.
 */
async function timesOrThrow(publisher: Publisher, revision: Revision, signal: AbortSignal): Promise<void> {
  const clip = clipOf(revision.content);
  if (!clip || revision.files !== 'wanted') return;
  const [upload] = await publisher.sql<{ id: string; sha256: string; duration: number | null }[]>`
    select id, sha256, duration from assets where workspace_id = ${revision.workspaceId} and id = ${clip.assetId}`;
  if (!upload) return;
  const outside = timesOutside(revision.content, await lengthOf(publisher, upload, signal));
  if (outside.length > 0) throw new MediaError('media_times_outside', outside.map(({ message }) => message).join(' '));
}

/** A revision in any workspace, or null where it is gone: a job names it. */
export async function readRevision({ sql }: Publisher, id: string): Promise<Revision | null> {
  const [row] = await sql<Revision[]>`
    select r.id, r.item_id as "itemId", i.workspace_id as "workspaceId", i.kind, r.title, r.content, r.files,
      to_char(coalesce((select min(p.published_at) from posts p where p.item_id = i.id), a.at, r.created_at), 'YYYY-MM-DD') as date,
      case when s.id is not null then json_build_object('title', s.title, 'author', s.author, 'artworkId', s.artwork_id) end as show
    from revisions r join items i on i.id = r.item_id
      left join approvals a on a.revision_id = r.id left join shows s on s.id = i.show_id
    where r.id = ${id}`;
  return row ?? null;
}
