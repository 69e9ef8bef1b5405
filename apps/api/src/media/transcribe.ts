import type { Asset } from '@mobilise/contracts/media';
import { Problem } from '@mobilise/contracts/problems';
import { jobOptions, transcribeQueue } from '@mobilise/db/work-queues';
import { sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import type { Jobs } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { getAsset } from './read.ts';

/**
 * Asks for what is said in an upload to be written down. Problems: `not_found`, `wrong_state` for a picture, or where this installation
 * has no command that transcribes.
 */
export function transcribeAsset(
  scope: Scope,
  jobs: Jobs,
  command: readonly string[] | undefined,
  id: string,
): Promise<Asset> {
  return inTransaction(scope, async (scope) => {
    const asset = await getAsset(scope, id);
    if (!command)
      throw new Problem(
        'wrong_state',
        'This installation cannot transcribe. Whoever runs it can name a command in TRANSCRIBE_COMMAND; or write the transcript yourself.',
      );
    if (asset.kind === 'image') throw new Problem('wrong_state', 'Nothing is said in a picture. Choose a recording.');
    await jobs.send(
      transcribeQueue,
      { assetId: id },
      { ...jobOptions(id, { alone: true }), db: fromDrizzle(scope.db, sql) },
    );
    await record(scope, { action: 'transcript asked for', noun: 'assets', id, subject: asset.filename });
    return asset;
  });
}
