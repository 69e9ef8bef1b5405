import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** Whole numbers as ranges that never overlap, `{[0,500),[900,960)}`; PostgreSQL joins and merges them. */
export const multirange = customType<{ data: string }>({ dataType: () => 'int4multirange' });

/** A check that a text column holds one of the names a contract lists; the contract stays the only list. */
export function oneOf(column: AnyColumn, names: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(names.map((name) => `'${name}'`).join(', '))})`;
}
