import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether a text holds what somebody searched for, whatever the case; `%`, `_` and `\` mean themselves. */
export function holds(column: SQLWrapper, words: string): SQL {
  return sql`${column} ilike ${`%${words.replace(/[\\%_]/g, '\\$&')}%`}`;
}

/** What stands around the first place where a text holds what was searched for, up to 150 characters; null where it does not. */
export function around(column: SQLWrapper, words: string): SQL<string | null> {
  // `offset 0` has it looked for once.
  return sql`(
    select case when at > 41 then '…' else '' end || trim(substr(${column}, greatest(1, at - 40), 150))
      || case when length(${column}) > at + 110 then '…' else '' end
    from (select strpos(lower(${column}), lower(${words})) as at offset 0) place where at > 0)`;
}
