import type { AudiogramShape, Item } from '@mobilise/contracts/items';
import { Problem } from '@mobilise/contracts/problems';
import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { audiogramKey, audiogramQueue, jobOptions } from '@mobilise/db/work-queues';
import { sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import type { Jobs } from '../rendering.ts';
import { inTransaction, record, type Scope } from '../scope.ts';
import { lockItem } from './locks.ts';
import { getItem } from './read.ts';

/**
 * Asks for a film of a part of an episode, from its newest revision. Problems: `not_found`, `wrong_state` for what is no episode or
 * has no audio.
 */
export function makeAudiogram(
  scope: Scope,
  jobs: Jobs,
  id: string,
  part: { shape: AudiogramShape; start: number; end: number },
): Promise<Item> {
  return inTransaction(scope, async (scope) => {
    await lockItem(scope, id);
    const item = await getItem(scope, id);
    if (item.kind !== 'episode')
      throw new Problem('wrong_state', 'Audiograms are made of episodes. Choose an episode.');
    if (!(item.content as EpisodeContent).audio)
      throw new Problem('wrong_state', 'This episode has no audio yet. Upload it first.');
    const audiogram = audiogramKey({ revisionId: item.revisionId, ...part });
    await jobs.send(audiogramQueue, { audiogram }, { ...jobOptions(audiogram), db: fromDrizzle(scope.db, sql) });
    await record(scope, { action: 'audiogram asked for', noun: 'items', id, subject: item.title });
    return item;
  });
}
