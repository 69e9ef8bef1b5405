import type { ItemKind } from '@mobilise/contracts/item-kinds';
import { ourFaults } from '@mobilise/contracts/making-failures';
import { whyKept } from '@mobilise/db/holds';
import { filesWork, importWork, renderWork, type Subject, workQueues } from '@mobilise/db/work-queues';
import { pipelines } from '@mobilise/media-processing/pipelines';
import { announced } from '../announce.ts';
import type { Publisher } from '../publisher.ts';
import type { Request } from './queue.ts';

/** Told where every try of a show ended without a word. */
const ourImport =
  'The show could not be taken over: the publisher ended each time it tried. Begin again; what was taken over is left out then.';

/**
 * What should be under way and has no job: its tries are used up, which is told, or its job was lost (a queue that was emptied, a
 * backup that was put back), and it is asked for again; so is an import that waited until a hold was over.
 */
export async function freeStuck(publisher: Publisher, request: Request): Promise<void> {
  const { sql } = publisher;
  const assets = await sql<{ id: string; kind: 'image' | 'audio' | 'video'; lastly: string | null }[]>`
    select a.id, a.kind, ${latest(publisher, 'assetId', 'a')} as lastly from assets a
    where a.state = 'processing' and a.created_at < statement_timestamp() - interval '1 minute'
      and not ${underWay(publisher, 'assetId', 'a')}`;
  for (const { id, kind, lastly } of assets) {
    if (lastly !== 'failed') await request(renderWork(kind, id));
    else
      await sql`
        with changed as (
          update assets set state = 'failed', failure = ${ourFaults.died}, failure_code = 'fault', progress = null, made_by = ${pipelines[kind]} where id = ${id} and state = 'processing' returning id, workspace_id
        ) select ${announced(sql, 'assets', 'changed')}`;
  }
  const wanted = await sql<{ id: string; kind: ItemKind; lastly: string | null }[]>`
    select r.id, i.kind, ${latest(publisher, 'revisionId', 'r')} as lastly from revisions r join items i on i.id = r.item_id
    where r.files = 'wanted' and not ${underWay(publisher, 'revisionId', 'r')}`;
  for (const { id, kind, lastly } of wanted) {
    if (lastly !== 'failed') await request(filesWork(kind, id));
    else
      await sql`
        with failed as (
          update revisions set files = 'failed', files_failure = ${ourFaults.died}, files_failure_code = 'fault', files_progress = null where id = ${id} and files = 'wanted' returning item_id
        ), changed as (select i.id, i.workspace_id from items i join failed f on f.item_id = i.id)
        select ${announced(sql, 'items', 'changed')}`;
  }
  const imports = await sql<{ id: string; lastly: string | null }[]>`
    select m.id, ${latest(publisher, 'importId', 'm')} as lastly from show_imports m join channels c on c.id = m.channel_id
    where m.state = 'running' and ${sql.unsafe(whyKept('c'))} is null and not ${underWay(publisher, 'importId', 'm')}`;
  for (const { id, lastly } of imports) {
    if (lastly !== 'failed') await request(importWork(id));
    else
      await sql`
        with changed as (
          update show_imports set state = 'failed', failure = ${ourImport} where id = ${id} and state = 'running' returning id, workspace_id
        ) select ${announced(sql, 'shows', 'changed')}`;
  }
}

/** Those that somebody works through: what waits in one that a release before had waits for nobody. */
const queues = Object.keys(workQueues);

function underWay({ sql }: Publisher, about: Subject, row: string) {
  return sql`exists (
    select from pgboss.job j where j.name = any(${queues}::text[]) and j.data->>${about} = ${sql(`${row}.id`)}::text and j.state < 'completed')`;
}

/** How the last job ended. */
function latest({ sql }: Publisher, about: Subject, row: string) {
  return sql`(
    select j.state::text from pgboss.job j where j.name = any(${queues}::text[]) and j.data->>${about} = ${sql(`${row}.id`)}::text
    order by j.created_on desc limit 1)`;
}
