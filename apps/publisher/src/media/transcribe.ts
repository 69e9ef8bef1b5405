import { join } from 'node:path';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { toVtt } from '@mobilise/contracts/captions/write-captions';
import type { Progress } from '@mobilise/contracts/media';
import { MediaError } from '@mobilise/media-processing/errors';
import type { InputFormat } from '@mobilise/media-processing/ffmpeg-job';
import { type AcceptedMime, formatOf } from '@mobilise/media-processing/kinds';
import { recordingLimits } from '@mobilise/media-processing/limits';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { Cancelled, cancellable } from './cancelling.ts';
import { failedBy } from './failed-by.ts';
import { telling } from './progress.ts';
import type { Failed, Try } from './queue.ts';
import { openShelf } from './shelf.ts';
import { runTranscriber } from './transcriber.ts';

/** Where the writing begins, as a share of all of it: before it the sound is made ready. */
const written = 0.05;

interface Recording {
  id: string;
  workspaceId: string;
  sha256: string;
  format: InputFormat;
  /** Milliseconds; 0 where it is not known. */
  duration: number;
}

/**
 * Has what is said in an upload written down by the command of this installation. The captions become a rendition of purpose
 * `transcript`, from which the editor takes them. Why it failed is the answer of its job: nothing else about the upload is wrong.
 */
export async function transcribe(
  publisher: Publisher,
  assetId: string,
  { last, signal, ending }: Try,
): Promise<Failed | undefined> {
  const { sql, settings, log } = publisher;
  const command = settings.transcribeCommand;
  const [asset] = await sql<(Omit<Recording, 'format'> & { mime: AcceptedMime })[]>`
    select id, workspace_id as "workspaceId", sha256, mime, coalesce(duration, 0) as duration from assets where id = ${assetId} and deleted_at is null`;
  const format = asset && formatOf(asset.mime);
  if (!asset || !format || !command) return undefined;
  await using folder = await openWorkFolder('transcript');
  try {
    await cancellable(`transcript ${assetId}`, [signal, ending], (signal, cancel) =>
      write(publisher, { ...asset, format }, command, folder.path, signal, cancel),
    );
    log.info({ asset: assetId }, 'Transcribed');
    return undefined;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    if (!(error instanceof MediaError) && (!last || ending?.aborted)) throw error;
    log.warn({ asset: assetId, error }, 'Could not be transcribed');
    // What a command of the installation's own says is for its people, whose fault it may be.
    const why = error instanceof Error ? error.message : String(error);
    return failedBy(error, why.slice(0, 500));
  } finally {
    await sql`update assets set progress = null where id = ${assetId} and state <> 'processing'`;
    await announce(sql, asset.workspaceId, 'assets', assetId);
  }
}

async function write(
  publisher: Publisher,
  asset: Recording,
  command: readonly string[],
  folder: string,
  signal: AbortSignal,
  cancel: () => void,
): Promise<void> {
  const { tell, end } = telling(publisher, (progress) => show(publisher, asset, progress), cancel);
  try {
    const wave = join(folder, 'speech.wav');
    const ffmpeg = await publisher.ffmpeg();
    tell('Preparing the sound', 0);
    await ffmpeg.run(
      {
        inputs: [{ path: await publisher.storage.path(asset.sha256), format: asset.format }],
        outputs: [
          { path: wave, args: ['-map', '0:a:0', '-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le', '-f', 'wav'] },
        ],
        ...{ seconds: recordingLimits.duration / 1000 + 60, maxBytes: 2 ** 30, timeout: 3600 },
      },
      { signal, onProgress: (share) => tell('Preparing the sound', share * written) },
    );
    // A command that writes as it goes says how far it is by the times of what it has written.
    const hear = (words: string) => {
      const heard = asset.duration > 0 ? lastTime(words) / asset.duration : 0;
      tell('Writing down what is said', written + heard * (1 - written));
    };
    hear('');
    const said = await runTranscriber(command, wave, folder, signal, hear);
    const { cues } = parseCaptions(said, { as: 'vtt', duration: asset.duration || undefined });
    const shelf = await openShelf(publisher, asset);
    const wanted = { purpose: 'transcript', format: 'vtt', spec: 'transcript' };
    await shelf.keep(wanted, Buffer.from(toVtt(cues)), { width: 0, height: 0, duration: asset.duration || null });
    // On one line, as what is searched for is.
    const spoken = cues.map(({ text }) => text.replaceAll('\n', ' ')).join(' ');
    await publisher.sql`update assets set words = ${spoken} where id = ${asset.id}`;
  } finally {
    await end();
  }
}

/** How far it is. The place for it belongs to the files of the upload while those are made. */
async function show({ sql }: Publisher, { id, workspaceId }: Recording, progress: Progress): Promise<boolean> {
  const rows = await sql`
    update assets set progress = case when state = 'processing' then progress else ${JSON.stringify(progress)}::jsonb end
    where id = ${id} and deleted_at is null returning id`;
  if (rows.length > 0) await announce(sql, workspaceId, 'assets', id);
  return rows.length > 0;
}

/** The end of the last cue in the tail of a WebVTT file, in milliseconds; 0 where there is none. */
function lastTime(tail: string): number {
  const [, hours = '0', minutes, seconds] = [...tail.matchAll(/--> (?:(\d+):)?(\d\d):(\d\d)/g)].at(-1) ?? [];
  return minutes === undefined ? 0 : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
