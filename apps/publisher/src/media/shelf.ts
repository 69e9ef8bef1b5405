import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { newId } from '@mobilise/contracts/new-id';
import { lockHash } from '@mobilise/db/stored-bytes';
import { sql as raw } from 'drizzle-orm';
import type { Publisher } from '../publisher.ts';
import type { Asset } from './asset.ts';

/** A file that an asset should have: `spec` names all that decides its bytes, beside the original. */
export interface Wanted {
  purpose: string;
  format: string;
  spec: string;
}

export interface Made {
  /** Pixels; 0 where there is nothing to see. */
  width: number;
  height: number;
  /** Milliseconds, of sound and film. */
  duration?: number | null;
}

/** The files of one asset while they are made. */
export interface Shelf {
  /** Whether it is there; or a twin, an upload of the same bytes in any workspace, has it and it is taken over from there. */
  has: (wanted: Wanted) => Promise<boolean>;
  /** Stores a file and writes its row. `source` are its bytes, or the path of a local file that holds them. */
  keep: (wanted: Wanted, source: Uint8Array | string, made: Made) => Promise<void>;
  /** Forgets what was neither there nor kept: it was made by other specifications. */
  tidy: () => Promise<void>;
}

/** Bytes of a file that is made: no job writes more, since ffmpeg is stopped at 25 GB in a film of six hours (video-job.ts). */
export const largest = 2 ** 35;

type Row = Wanted & { id: string; sha256: string };

/** Reads which files an asset has, those whose bytes are gone left out. */
export async function openShelf(publisher: Publisher, asset: Pick<Asset, 'id' | 'sha256'>): Promise<Shelf> {
  const { sql, storage } = publisher;
  const rows = await sql<Row[]>`select id, purpose, format, spec, sha256 from renditions where asset_id = ${asset.id}`;
  const good = new Set<string>();
  return {
    has: async (wanted) => {
      const own = rows.find((row) => isSame(row, wanted));
      if (own && (await storage.has(own.sha256))) {
        good.add(own.id);
        return true;
      }
      const taken = await takeOver(publisher, asset, wanted);
      if (taken) good.add(taken);
      return taken !== null;
    },
    keep: async (wanted, source, made) => {
      const put = () =>
        storage.put(typeof source === 'string' ? createReadStream(source) : source, { maxBytes: largest });
      const { sha256, bytes } = await put();
      const id = await publisher.db.transaction(async (tx) => {
        await lockHash(tx, sha256);
        // The last row of the same bytes may have gone since they were put, and taken them with it.
        if (!(await storage.has(sha256))) await put();
        return insert(
          tx,
          raw`values (
          ${newId()}::uuid, ${asset.id}::uuid, ${wanted.purpose}, ${wanted.format}, ${made.width}::int, ${made.height}::int,
          ${made.duration ?? null}::int, ${bytes}::bigint, ${sha256}, ${wanted.spec})`,
        );
      });
      if (id) good.add(id);
    },
    tidy: async () => {
      // What people asked for apart is no part of the pipeline.
      await sql`
        with gone as (
          delete from renditions where asset_id = ${asset.id} and purpose <> 'transcript' and id <> all(${[...good]}::uuid[])
          returning asset_id, format, bytes, sha256
        ) ${sql.unsafe(formerly('gone'))}`;
    },
  };
}

/** Sixteen hexadecimal digits over everything that decides a file's bytes. */
export function specOf(...decides: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(decides)).digest('hex').slice(0, 16);
}

async function takeOver(
  { sql, db, storage }: Publisher,
  asset: Pick<Asset, 'id' | 'sha256'>,
  wanted: Wanted,
): Promise<string | null> {
  const [twin] = await sql<{ id: string; sha256: string }[]>`
    select r.id, r.sha256 from assets a join renditions r on r.asset_id = a.id
    where a.sha256 = ${asset.sha256} and a.id <> ${asset.id}
      and r.purpose = ${wanted.purpose} and r.format = ${wanted.format} and r.spec = ${wanted.spec}
    limit 1`;
  if (!twin) return null;
  return db.transaction(async (tx) => {
    await lockHash(tx, twin.sha256);
    if (!(await storage.has(twin.sha256))) return null;
    return insert(
      tx,
      raw`select ${newId()}::uuid, ${asset.id}::uuid, r.purpose, r.format, r.width, r.height, r.duration, r.bytes, r.sha256, r.spec
      from renditions r where r.id = ${twin.id}`,
    );
  });
}

/** SQL: keeps the addresses of some files of pictures, whose place others take, for those who hold them. */
const formerly = (gone: string): string => `
  insert into former_renditions (asset_id, format, bytes, sha256)
  select distinct gone.asset_id, gone.format, gone.bytes, gone.sha256 from ${gone} gone join assets a on a.id = gone.asset_id where a.kind = 'image'
  on conflict (asset_id, sha256) do update set since = now()`;

async function insert(tx: Pick<Publisher['db'], 'execute'>, source: ReturnType<typeof raw>): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(raw`
    with made (id, asset_id, purpose, format, width, height, duration, bytes, sha256, spec) as (${source}), former as (
      ${raw.raw(formerly('(select r.* from renditions r join made on (r.asset_id, r.purpose, r.format, r.width) = (made.asset_id, made.purpose, made.format, made.width) where r.sha256 <> made.sha256)'))}
    )
    insert into renditions (id, asset_id, purpose, format, width, height, duration, bytes, sha256, spec) select * from made
    on conflict (asset_id, purpose, format, width) do update set
      height = excluded.height, duration = excluded.duration, bytes = excluded.bytes, sha256 = excluded.sha256, spec = excluded.spec
    returning id`);
  return row?.id ?? null;
}

/** Whether a file is the one that is wanted. */
export function isSame(row: Wanted, wanted: Wanted): boolean {
  return row.purpose === wanted.purpose && row.format === wanted.format && row.spec === wanted.spec;
}
