import { Problem } from '@mobilise/contracts/problems';
import type { Transcription } from '@mobilise/contracts/transcription';
import { assets } from '@mobilise/db/schema/media';
import { transcribeQueue, transcribeWork } from '@mobilise/db/work-queues';
import { eq, sql } from 'drizzle-orm';
import { isUnderWay, type Jobs, stopWork, workOf } from '../jobs.ts';
import { ask } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockAsset } from './change.ts';
import { getAsset } from './read.ts';

const states = { waiting: 'waiting', making: 'writing', failed: 'failed' } as const;

/** How the writing down of an upload stands. Problem `not_found`. */
export async function getTranscription(scope: Scope, id: string): Promise<Transcription> {
  const { state: assetState, progress, renditions } = await getAsset(scope, id);
  const [newest] = await workOn(scope, id);
  const url = renditions.find(({ purpose }) => purpose === 'transcript')?.url ?? null;
  const state = newest && newest.state in states ? states[newest.state as keyof typeof states] : null;
  // While its files are made, how far something is is said of those.
  const isKnown = state === 'writing' && assetState !== 'processing';
  return {
    state: state ?? (url ? 'ready' : 'none'),
    progress: isKnown ? progress : null,
    failure: newest?.failure ?? null,
    url,
  };
}

/**
 * Asks for what is said in an upload to be written down. Problems: `not_found`, `wrong_state` for a picture, or where this installation
 * has no command that transcribes.
 */
export function transcribeAsset(
  scope: Scope,
  jobs: Jobs,
  command: readonly string[] | undefined,
  id: string,
): Promise<Transcription> {
  return inTransaction(scope, async (scope) => {
    const { kind, filename } = await lockAsset(scope, id);
    if (!command)
      throw new Problem(
        'wrong_state',
        'This installation cannot transcribe. Whoever runs it can name a command in TRANSCRIBE_COMMAND; or write the transcript yourself.',
      );
    if (kind === 'image') throw new Problem('wrong_state', 'Nothing is said in a picture. Choose a recording.');
    if ((await workOn(scope, id)).some(isUnderWay)) return getTranscription(scope, id);
    await ask(scope, jobs, transcribeWork(id));
    await record(scope, { action: 'transcript asked for', noun: 'assets', id, subject: filename });
    return getTranscription(scope, id);
  });
}

/** Stops it. Problems: `not_found`, `wrong_state` when nobody is at it. */
export function stopTranscription(scope: Scope, jobs: Jobs, id: string): Promise<Transcription> {
  return inTransaction(scope, async (scope) => {
    const { filename, state } = await lockAsset(scope, id);
    const work = await workOn(scope, id);
    if (!work.some(isUnderWay)) throw new Problem('wrong_state', 'Nothing is being written down at this moment.');
    await stopWork(scope, jobs, transcribeQueue, work, (key) => `transcript ${key}`);
    if (state !== 'processing') await scope.db.update(assets).set({ progress: null }).where(eq(assets.id, id));
    await record(scope, { action: 'transcript stopped', noun: 'assets', id, subject: filename });
    return getTranscription(scope, id);
  });
}

const workOn = (scope: Scope, id: string) => workOf(scope, transcribeQueue, sql`singleton_key = ${id}`);
