import { Problem } from '@mobilise/contracts/problems';

/** A cursor from the sort key of the last row shown; opaque to callers. */
export function toCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor, with as many parts as expected; Problem `invalid_request` when it is none of ours. */
export function fromCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(key) &&
      key.length === parts &&
      key.every((part) => typeof part === 'string' || typeof part === 'number')
    ) {
      return key.map(String);
    }
  } catch {
    // Falls through to the same refusal: whatever it is, it is not a cursor of ours.
  }
  throw new Problem('invalid_request', 'This cursor is not one that a page of this list gave.', {
    fields: [{ field: 'query.cursor', message: 'Take it from `next` of the page before' }],
  });
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
