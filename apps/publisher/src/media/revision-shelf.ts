import { createReadStream } from 'node:fs';
import { lockHash } from '@mobilise/db/stored-bytes';
import { sql as raw } from 'drizzle-orm';
import type { Publisher } from '../publisher.ts';
import { largest } from './shelf.ts';

/** A file that a revision should have. `recipe` names all that decides its bytes, what is costly in it first, then a colon and the rest where there is any. */
export interface WantedFile {
  purpose: string;
  format: string;
  recipe: string;
}

export interface RevisionShelf {
  /** Whether it is there, or was taken over from another revision that has the same. */
  has: (wanted: WantedFile) => Promise<boolean>;
  /** A file of any revision whose costly part is the same; null where there is none. */
  alike: (wanted: WantedFile) => Promise<{ sha256: string; duration: number } | null>;
  /** Stores the file at a path, and writes its row. */
  keep: (
    wanted: WantedFile,
    path: string,
    made: { width?: number; height?: number; duration?: number | null },
  ) => Promise<void>;
  /** Forgets what was neither there nor kept. */
  tidy: () => Promise<void>;
}

/** The files of a revision while they are made; none is kept once `signal` says that nobody wants it. */
export function openRevisionShelf(
  { db, sql, storage }: Publisher,
  revisionId: string,
  signal?: AbortSignal,
): RevisionShelf {
  const good: string[] = [];
  const write = (source: ReturnType<typeof raw>, sha256: string, again: () => Promise<unknown>) =>
    db.transaction(async (tx) => {
      await lockHash(tx, sha256);
      // The last row that named it may have gone meanwhile, and taken the bytes with it.
      if (!(await storage.has(sha256))) await again();
      signal?.throwIfAborted();
      await tx.execute(raw`
        insert into revision_files (revision_id, purpose, format, width, height, duration, bytes, sha256, recipe) ${source}
        on conflict (revision_id, purpose, format, width) do update set
          height = excluded.height, duration = excluded.duration, bytes = excluded.bytes, sha256 = excluded.sha256, recipe = excluded.recipe`);
    });
  const stored = async (rows: { revisionId: string; sha256: string; duration: number }[]) => {
    for (const row of rows) if (await storage.has(row.sha256)) return row;
    return null;
  };
  return {
    has: async ({ purpose, format, recipe }) => {
      const same = await stored(
        await sql`
          select revision_id as "revisionId", sha256, duration from revision_files
          where recipe = ${recipe} and purpose = ${purpose} and format = ${format} order by revision_id <> ${revisionId} limit 3`,
      );
      if (!same) return false;
      if (same.revisionId !== revisionId)
        await write(
          raw`select ${revisionId}::uuid, purpose, format, width, height, duration, bytes, sha256, recipe from revision_files
            where revision_id = ${same.revisionId} and recipe = ${recipe} and purpose = ${purpose} and format = ${format}`,
          same.sha256,
          () => Promise.reject(new Error('A file went while it was taken over')),
        );
      good.push(recipe);
      return true;
    },
    alike: async ({ purpose, format, recipe }) =>
      stored(
        await sql`
          select revision_id as "revisionId", sha256, duration from revision_files
          where starts_with(recipe, ${`${recipe.split(':')[0]}:`}) and purpose = ${purpose} and format = ${format} limit 3`,
      ),
    keep: async ({ purpose, format, recipe }, path, { width = 0, height = 0, duration = null }) => {
      const { sha256, bytes } = await storage.put(createReadStream(path), { maxBytes: largest });
      await write(
        raw`values (${revisionId}::uuid, ${purpose}, ${format}, ${width}::int, ${height}::int, ${duration}::int, ${bytes}::bigint, ${sha256}, ${recipe})`,
        sha256,
        () => storage.put(createReadStream(path), { maxBytes: largest }),
      );
      good.push(recipe);
    },
    tidy: async () => {
      // What people asked for apart is no part of what goes out.
      await sql`
        delete from revision_files where revision_id = ${revisionId} and purpose <> 'audiogram' and recipe <> all(${good}::text[])`;
    },
  };
}
