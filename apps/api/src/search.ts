import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether a text holds what somebody searched for, whatever the case; `%`, `_` and `\` mean themselves. */
export function holds(column: SQLWrapper, words: string): SQL {
  return sql`${column} ilike ${`%${words.replace(/[\\%_]/g, '\\$&')}%`}`;
}
