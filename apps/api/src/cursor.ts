import { Problem } from '@mobilise/contracts/problems';
import type { z } from 'zod';

/**
 * The sort key in a cursor, or null without one. Problem `invalid_request` when it is none that a page of this list gave:
 * PostgreSQL would only say that it is no id or no instant.
 * @param key what the key of this list looks like
 */
export function fromCursor<Key extends z.ZodTuple>(cursor: string | undefined, key: Key): z.output<Key> | null {
  if (cursor === undefined) return null;
  const read = key.safeParse(decoded(cursor));
  if (read.success) return read.data;
  throw new Problem('invalid_request', 'This cursor is not one that a page of this list gave.', {
    fields: [{ field: 'query.cursor', message: 'Take it from `next` of the page before' }],
  });
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Opaque to callers. */
function toCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** A page from one row more than asked for. */
export function toPage<Row, Out>(
  rows: Row[],
  limit: number,
  key: (row: Row) => readonly (string | number)[],
  show: (row: Row) => Out,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(show), next: rows.length > limit && last ? toCursor(key(last)) : null };
}
