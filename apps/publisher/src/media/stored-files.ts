import type { ItemKind } from '@mobilise/contracts/item-kinds';
import type { MediaKind } from '@mobilise/contracts/media';
import { removeUnnamed } from '@mobilise/db/stored-bytes';
import { filesWork, renderWork } from '@mobilise/db/work-queues';
import type { Publisher } from '../publisher.ts';
import type { Request } from './queue.ts';

/** Hashes that are written into the table, or looked at, in one statement. */
const batch = 1000;
/** Missing files that are asked for in one night. */
const most = 500;
/** Milliseconds that bytes stay which no row names: longer than anything that is put waits for the row, or the frozen post, that names it. */
const grace = 24 * 60 * 60_000;
/** Days that a file of a picture keeps its address when another has taken its place: feeds, apps and caches hold on to it. */
const formerDays = 30;

/**
 * Holds storage and tables against each other: what no row names and is older than a day is removed, what a row names and
 * storage lacks is made again. By one publisher at a time; the list is kept in the database, so that a large one costs no memory here.
 */
export async function compareStorage(publisher: Publisher, request: Request): Promise<void> {
  const { sql, storage, log } = publisher;
  const reserved = await sql.reserve();
  try {
    const [lock] = await reserved<
      { mine: boolean }[]
    >`select pg_try_advisory_lock(hashtextextended('compare storage', 0)) as mine`;
    if (!lock?.mine) return;
    await reserved`create temporary table stored (sha256 text primary key, old boolean not null)`;
    const old = new Date(Date.now() - grace);
    await reserved`delete from former_renditions where since < now() - make_interval(days => ${formerDays})`;
    let listed: { sha256: string; old: boolean }[] = [];
    const write = async () => {
      await reserved`
        insert into stored select sha256, old = 1 from unnest(
          ${listed.map(({ sha256 }) => sha256)}::text[], ${listed.map((file) => Number(file.old))}::int[]) listed(sha256, old)
        on conflict do nothing`;
      listed = [];
    };
    for await (const { sha256, storedAt } of storage.list()) {
      listed.push({ sha256, old: storedAt < old });
      if (listed.length === batch) await write();
    }
    await write();
    const unnamed = await reserved<{ sha256: string }[]>`
      select s.sha256 from stored s where s.old
        and not exists (select from assets a where a.sha256 = s.sha256)
        and not exists (select from renditions r where r.sha256 = s.sha256)
        and not exists (select from former_renditions r where r.sha256 = s.sha256)
        and not exists (select from revision_files f where f.sha256 = s.sha256)
      except (
        -- Pictures made to fit a channel stand in what is frozen for it, and nowhere else.
        select jsonb_path_query(payload, '$.**.sha256')#>>'{}' from posts where payload is not null
        union all select jsonb_path_query(payload, '$.**.sha256')#>>'{}' from post_changes where payload is not null
      )`;
    let removed = 0;
    for (const { sha256 } of unnamed) {
      // Since it was listed the same bytes may have been put for a post that is being frozen, which no lock says.
      const storedAt = await storage.storedAt(sha256);
      if (storedAt && storedAt < old && (await removeUnnamed(publisher.db, sha256, storage.remove))) removed += 1;
    }
    const missing = await reserved<
      ({ id: string; sha256: string } & ({ noun: 'asset'; kind: MediaKind } | { noun: 'revision'; kind: ItemKind }))[]
    >`
      select distinct on (noun, id) * from (
        select 'asset' as noun, a.id, a.kind, r.sha256 from renditions r join assets a on a.id = r.asset_id
        where a.deleted_at is null and a.state in ('ready', 'failed') and not exists (select from stored s where s.sha256 = r.sha256)
        union all
        select 'revision', v.id, i.kind, f.sha256 from revision_files f join revisions v on v.id = f.revision_id join items i on i.id = v.item_id
        where v.files = 'ready' and f.purpose <> 'audiogram' and not exists (select from stored s where s.sha256 = f.sha256)
      ) lacking order by noun, id limit ${most}`;
    let lacking = 0;
    for (const one of missing) {
      // It may have come while the list was made.
      if (await storage.has(one.sha256)) continue;
      lacking += 1;
      const work = one.noun === 'asset' ? renderWork(one.kind, one.id) : filesWork(one.kind, one.id);
      await request(work, { gently: true });
    }
    log.info({ removed, lacking }, 'Compared storage with the tables');
  } finally {
    await reserved`drop table if exists stored`.catch(() => undefined);
    await reserved`select pg_advisory_unlock(hashtextextended('compare storage', 0))`.catch(() => undefined);
    reserved.release();
  }
}
