import { renderWork, workQueues } from '@mobilise/db/work-queues';
import { pipelines } from '@mobilise/media-processing/pipelines';
import type { Publisher } from '../publisher.ts';
import type { Request } from './queue.ts';

/** Uploads that wait at most because of this; new ones go first. */
const most = 20;

/**
 * Asks for the files of uploads that were made by another pipeline than today's to be made again, a few at a time: so a changed
 * specification needs no new upload. What it leaves as it was is not made again.
 */
export async function remakeOutdated({ sql }: Publisher, request: Request): Promise<void> {
  const rows = await sql<{ id: string; kind: 'image' | 'audio' | 'video' }[]>`
    with waiting as (
      select count(*)::int as jobs from pgboss.job where name = any(${Object.keys(workQueues)}::text[]) and data ? 'assetId' and state < 'active'
    )
    select id, kind from assets
    where deleted_at is null and state in ('ready', 'failed')
      and made_by is distinct from case kind when 'image' then ${pipelines.image} when 'audio' then ${pipelines.audio} else ${pipelines.video} end
    order by id desc
    limit greatest(0, ${most} - (select jobs from waiting))`;
  for (const { id, kind } of rows) await request(renderWork(kind, id), { gently: true });
}
