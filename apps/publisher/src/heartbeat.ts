import type { Publisher } from './publisher.ts';

/** Says that this publisher lives, and forgets those that have not said so for a day. */
export async function beat({ sql, workerId }: Publisher): Promise<void> {
  await sql`
    insert into publishers (id) values (${workerId})
    on conflict (id) do update set seen_at = statement_timestamp()`;
  await sql`delete from publishers where seen_at < statement_timestamp() - interval '1 day'`;
}

/** Says that this publisher has ended, so that nobody waits for it. */
export async function sayGoodbye({ sql, workerId }: Publisher): Promise<void> {
  await sql`delete from publishers where id = ${workerId}`;
}
