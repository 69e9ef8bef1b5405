import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCaptions } from '@mobilise/contracts/captions/parse-captions';
import { toVtt } from '@mobilise/contracts/captions/write-captions';
import { MediaError } from '@mobilise/media-processing/errors';
import { type AcceptedMime, formatOf } from '@mobilise/media-processing/kinds';
import { recordingLimits } from '@mobilise/media-processing/limits';
import { announce } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import { cancellable } from './cancelling.ts';
import type { Try } from './queue.ts';
import { openShelf } from './shelf.ts';

/** Bytes of captions that are taken, and of what the command complains about. */
const mostCaptions = 4_000_000;
const mostWords = 2_000;
/** Seconds: no recording is longer than six hours, and a slow machine writes about as fast as people speak. */
const patience = 6 * 3600;

/**
 * Has what is said in an upload written down by the command of this installation. The captions become a rendition of purpose
 * `transcript`, from which the editor takes them. What fails is told in the upload's warnings: nothing else about it is wrong.
 */
export async function transcribe(publisher: Publisher, assetId: string, { last, signal, ending }: Try): Promise<void> {
  const { sql, settings, storage, log } = publisher;
  const command = settings.transcribeCommand;
  const [asset] = await sql<
    { id: string; workspaceId: string; sha256: string; mime: AcceptedMime; duration: number }[]
  >`
    select id, workspace_id as "workspaceId", sha256, mime, coalesce(duration, 0) as duration from assets where id = ${assetId} and deleted_at is null`;
  const format = asset && formatOf(asset.mime);
  if (!asset || !format || !command) return;
  const folder = await mkdtemp(join(tmpdir(), 'mobilise-transcript-'));
  try {
    await cancellable(`transcript ${assetId}`, [signal, ending], async (signal) => {
      const wave = join(folder, 'speech.wav');
      const ffmpeg = await publisher.ffmpeg();
      await ffmpeg.run(
        {
          inputs: [{ path: await storage.path(asset.sha256), format }],
          outputs: [
            { path: wave, args: ['-map', '0:a:0', '-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le', '-f', 'wav'] },
          ],
          ...{ seconds: recordingLimits.duration / 1000 + 60, maxBytes: 2 ** 30, timeout: 3600 },
        },
        { signal },
      );
      const said = await run(command, wave, folder, signal);
      const { cues } = parseCaptions(said, { as: 'vtt', duration: asset.duration || undefined });
      const shelf = await openShelf(publisher, asset);
      const wanted = { purpose: 'transcript', format: 'vtt', spec: 'transcript' };
      await shelf.keep(wanted, Buffer.from(toVtt(cues)), { width: 0, height: 0, duration: asset.duration || null });
    });
    log.info({ asset: assetId }, 'Transcribed');
  } catch (error) {
    if (!(error instanceof MediaError) && (!last || ending?.aborted)) throw error;
    log.warn({ asset: assetId, error }, 'Could not be transcribed');
    const why = error instanceof Error ? error.message : String(error);
    const words = `It could not be transcribed: ${why.slice(0, 500)}`;
    await sql`update assets set warnings = array_append(warnings, ${words}) where id = ${assetId} and not (${words} = any(warnings))`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await announce(sql, asset.workspaceId, 'assets', assetId);
}

/** What the command writes to its output. In a group of its own, with nothing of our environment but where programs lie. */
function run(command: readonly string[], input: string, cwd: string, signal: AbortSignal): Promise<string> {
  const [program = '', ...given] = command;
  const args = given.includes('{input}') ? given.map((word) => (word === '{input}' ? input : word)) : [...given, input];
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8' };
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.withResolvers<string>();
  const bounds = AbortSignal.any([signal, AbortSignal.timeout(patience * 1000)]);
  const kill = () => {
    if (child.pid) {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  };
  const abort = () => {
    kill();
    ended.reject(bounds.reason);
  };
  bounds.addEventListener('abort', abort, { once: true });
  const [out, complaints]: [Buffer[], Buffer[]] = [[], []];
  const gather = (into: Buffer[], most: number, beyond: () => void) => {
    let bytes = 0;
    return (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) into.push(chunk);
      else beyond();
    };
  };
  child.stdout.on(
    'data',
    gather(out, mostCaptions, () => {
      kill();
      ended.reject(new Error(`The transcription command wrote more than ${mostCaptions / 1_000_000} MB.`));
    }),
  );
  child.stderr.on(
    'data',
    gather(complaints, mostWords, () => undefined),
  );
  child.once('error', (error) =>
    ended.reject(new Error(`The transcription command could not be started: ${error.message}`)),
  );
  child.once('close', (code) => {
    if (code === 0) ended.resolve(Buffer.concat(out).toString());
    else
      ended.reject(
        new Error(
          `The transcription command ended with ${code}. ${Buffer.concat(complaints).toString().trim()}`.trim(),
        ),
      );
  });
  return ended.promise.finally(() => {
    bounds.removeEventListener('abort', abort);
    kill();
  });
}
