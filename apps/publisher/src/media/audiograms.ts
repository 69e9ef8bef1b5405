import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudiogramShape } from '@mobilise/contracts/items';
import type { Progress } from '@mobilise/contracts/media';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { type AudiogramJob, audiogramOf } from '@mobilise/db/work-queues';
import { renderAudiogram } from '@mobilise/media-processing/audiogram';
import { MediaError } from '@mobilise/media-processing/errors';
import { type AcceptedMime, formatOf } from '@mobilise/media-processing/kinds';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { Cancelled, cancellable } from './cancelling.ts';
import { coverOf } from './cover.ts';
import { type Revision, readRevision } from './make-files.ts';
import { telling } from './progress.ts';
import type { Try } from './queue.ts';
import { openRevisionShelf } from './revision-shelf.ts';
import { specOf } from './shelf.ts';

/** What the shapes are called where they are drawn. */
const drawn = { landscape: 'landscape', portrait: 'tall', square: 'square' } as const satisfies Record<
  AudiogramShape,
  string
>;
/** The colour of a team that has chosen none. */
const plain = '#0f766e';
const ours = 'a fault on our side. Ask for it again.';

/**
 * Makes a film of a part of an episode; it stands among the files of the revision until another of its shape is made. What fails is
 * told where the failures of those files are. Throws as `renderAsset` does.
 */
export async function makeAudiogram(publisher: Publisher, key: string, { last, signal, ending }: Try): Promise<void> {
  const { sql, log } = publisher;
  const job = audiogramOf(key);
  const revision = await readRevision(publisher, job.revisionId);
  if (!revision) return;
  const { id, workspaceId, itemId } = revision;
  try {
    await cancellable(`audiogram ${key}`, [signal, ending], (signal, cancel) =>
      make(publisher, revision, job, signal, cancel),
    );
    await sql`
      update revisions set files_progress = null, files_failure = case when files = 'failed' then files_failure end
      where id = ${id} and files <> 'wanted'`;
    log.info({ revision: id }, 'An audiogram is ready');
  } catch (error) {
    if (error instanceof Cancelled) return;
    const theirs = error instanceof MediaError;
    if (!theirs && (!last || ending?.aborted)) throw error;
    log[theirs ? 'warn' : 'error']({ revision: id, error }, 'An audiogram could not be made');
    const words = `The audiogram could not be made: ${theirs ? error.detail : ours}`;
    await sql`update revisions set files_failure = ${words}, files_progress = null where id = ${id} and files <> 'wanted'`;
  }
  await announce(sql, workspaceId, 'items', itemId);
}

async function make(
  publisher: Publisher,
  revision: Revision,
  { shape, start, end }: AudiogramJob,
  signal: AbortSignal,
  cancel: () => void,
): Promise<void> {
  const { storage } = publisher;
  const { audio, artwork, transcript } = revision.content as EpisodeContent;
  const recording = await recordingOf(publisher, revision, audio?.assetId);
  const cover = await coverOf(publisher, artwork?.assetId ?? revision.show?.artworkId ?? null);
  const before = audio?.trim?.start ?? 0;
  const look = {
    ...{ title: revision.title, subtitle: revision.show?.title ?? '', colour: await colourOf(publisher, revision) },
    ...{ shape: drawn[shape], start: before + start, end: Math.min(before + end, audio?.trim?.end ?? before + end) },
    cues: (transcript?.cues ?? []).map((cue) => ({ ...cue, start: cue.start + before, end: cue.end + before })),
  };
  if (look.end <= look.start)
    throw new MediaError(
      'media_missing',
      'The part that was chosen begins after the episode has ended. Choose another.',
    );
  const recipe = specOf('audiogram', pipelines.audio, recording.sha256, cover?.sha256 ?? null, look);
  const shelf = openRevisionShelf(publisher, revision.id);
  const wanted = { purpose: 'audiogram', format: 'mp4', recipe };
  if (await shelf.has(wanted)) return;

  const { tell, end: told } = telling(publisher, (progress) => write(publisher, revision, progress), cancel);
  const work = await mkdtemp(join(tmpdir(), 'mobilise-audiogram-'));
  try {
    const made = await renderAudiogram(
      await publisher.ffmpeg(),
      {
        ...look,
        audio: { path: await storage.path(recording.sha256), format: recording.format },
        cover: cover ? await storage.path(cover.sha256) : undefined,
      },
      work,
      { signal, onProgress: (share) => tell('Making an audiogram', share) },
    );
    await shelf.keep(wanted, made.path, made);
  } finally {
    await told();
    await rm(work, { recursive: true, force: true });
  }
}

async function write({ sql }: Publisher, { id, workspaceId, itemId }: Revision, progress: Progress): Promise<boolean> {
  const rows = await sql`
    update revisions set files_progress = ${JSON.stringify(progress)}::jsonb where id = ${id} returning files`;
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
