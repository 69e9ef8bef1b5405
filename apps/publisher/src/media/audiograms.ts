import type { AudiogramShape } from '@mobilise/contracts/audiograms';
import { ourFaults } from '@mobilise/contracts/making-failures';
import type { Progress } from '@mobilise/contracts/media';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { type AudiogramJob, audiogramOf, sayStretch } from '@mobilise/db/work-queues';
import { renderAudiogram } from '@mobilise/media-processing/audiogram';
import { MediaError } from '@mobilise/media-processing/errors';
import { type AcceptedMime, formatOf } from '@mobilise/media-processing/kinds';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { Cancelled, cancellable } from './cancelling.ts';
import { coverOf } from './cover.ts';
import { failedBy } from './failed-by.ts';
import { type Revision, readRevision } from './make-files.ts';
import { telling } from './progress.ts';
import type { Failed, Try } from './queue.ts';
import { openRevisionShelf } from './revision-shelf.ts';
import { specOf } from './shelf.ts';

/** What the shapes are called where they are drawn. */
const drawn = { landscape: 'landscape', portrait: 'tall', square: 'square' } as const satisfies Record<
  AudiogramShape,
  string
>;
/** The colour of a team that has chosen none. */
const plain = '#0f766e';

/**
 * Makes a film of a part of an episode; it stands among the files of the revision until another of its shape is made. Why it
 * failed is the answer of its job. Throws as `renderAsset` does.
 */
export async function makeAudiogram(
  publisher: Publisher,
  key: string,
  { last, signal, ending }: Try,
): Promise<Failed | undefined> {
  const { sql, log } = publisher;
  const revision = await readRevision(publisher, audiogramOf(key).revisionId);
  if (!revision) return undefined;
  const { id, workspaceId, itemId } = revision;
  try {
    await cancellable(`audiogram ${key}`, [signal, ending], (signal, cancel) =>
      make(publisher, revision, key, signal, cancel),
    );
    // Waits for whoever is changing it: a cover that was changed meanwhile is not in the film.
    const [show] = await sql<{ artworkId: string | null }[]>`
      select s.artwork_id as "artworkId" from shows s join items i on i.show_id = s.id where i.id = ${itemId} for share of s`;
    if ((show?.artworkId ?? null) !== (revision.show?.artworkId ?? null))
      return await makeAudiogram(publisher, key, { last, signal, ending });
    log.info({ revision: id }, 'An audiogram is ready');
    return undefined;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    const theirs = error instanceof MediaError;
    if (!theirs && (!last || ending?.aborted)) throw error;
    log[theirs ? 'warn' : 'error']({ revision: id, error }, 'An audiogram could not be made');
    return failedBy(error, ourFaults.audiogram);
  } finally {
    await sql`update revisions set files_progress = null where id = ${id} and files <> 'wanted'`;
    await announce(sql, workspaceId, 'items', itemId);
  }
}

async function make(
  publisher: Publisher,
  revision: Revision,
  key: string,
  signal: AbortSignal,
  cancel: () => void,
): Promise<void> {
  const { storage } = publisher;
  const { shape, start, end, captions }: AudiogramJob = audiogramOf(key);
  const { audio, artwork, transcript } = revision.content as EpisodeContent;
  const recording = await recordingOf(publisher, revision, audio?.assetId);
  const cover = await coverOf(publisher, artwork?.assetId ?? revision.show?.artworkId ?? null);
  const before = audio?.trim?.start ?? 0;
  const look = {
    ...{ title: revision.title, subtitle: revision.show?.title ?? '', colour: await colourOf(publisher, revision) },
    ...{ shape: drawn[shape], start: before + start, end: Math.min(before + end, audio?.trim?.end ?? before + end) },
    cues: (captions ? (transcript?.cues ?? []) : []).map((cue) => ({
      ...cue,
      start: cue.start + before,
      end: cue.end + before,
    })),
  };
  if (look.end <= look.start)
    throw new MediaError(
      'media_missing',
      'The part that was chosen begins after the episode has ended. Choose another.',
    );
  const decides = specOf('audiogram', pipelines.audio, recording.sha256, cover?.sha256 ?? null, look);
  const recipe = `${decides}:${sayStretch({ start, end, captions })}`;
  const shelf = openRevisionShelf(publisher, revision.id, signal);
  const wanted = { purpose: 'audiogram', format: 'mp4', recipe };
  if (await shelf.has(wanted)) return;

  const { tell, end: told } = telling(
    publisher,
    (progress) => write(publisher, revision, { ...progress, audiogram: key }),
    cancel,
  );
  await using work = await openWorkFolder('audiogram');
  try {
    const made = await renderAudiogram(
      await publisher.ffmpeg(),
      {
        ...look,
        audio: { path: await storage.path(recording.sha256), format: recording.format },
        cover: cover ? await storage.path(cover.sha256) : undefined,
      },
      work.path,
      { signal, onProgress: (share) => tell('Making an audiogram', share) },
    );
    await shelf.keep(wanted, made.path, made);
  } finally {
    await told();
  }
}

async function write(
  { sql }: Publisher,
  { id, workspaceId, itemId }: Revision,
  progress: Progress & { audiogram: string },
): Promise<boolean> {
  const rows = await sql`
    update revisions set files_progress = case when files = 'wanted' then files_progress else ${JSON.stringify(progress)}::jsonb end
    where id = ${id} returning files`;
  if (rows.length > 0) await announce(sql, workspaceId, 'items', itemId);
  return rows.length > 0;
}

async function recordingOf({ sql }: Publisher, { workspaceId }: Revision, assetId: string | undefined) {
  const [recording] = assetId
    ? await sql<{ sha256: string; mime: AcceptedMime }[]>`
        select sha256, mime from assets where workspace_id = ${workspaceId} and id = ${assetId}`
    : [];
  const format = recording && formatOf(recording.mime);
  if (!format) throw new MediaError('media_missing', 'The recording of this episode is gone. Choose another.');
  return { sha256: recording.sha256, format };
}

/** The colour of the site that the show is on. */
async function colourOf({ sql }: Publisher, { itemId }: Revision): Promise<string> {
  const [site] = await sql<{ colour: string | null }[]>`
    select c.config->>'colour' as colour from items i join shows s on s.id = i.show_id join channels c on c.id = s.channel_id
    where i.id = ${itemId}`;
  return site?.colour ?? plain;
}
