import type { Publisher } from '../publisher.ts';

/** Days whose salt and hashes are kept, today included: a visit around midnight may still be counted for the day before. */
const keptDays = 2;

/** Deletes past days' reader hashes and salts; without the salt nothing leads from a hash back to anybody. The counts stay. */
export async function forgetReaders({ sql }: Publisher): Promise<void> {
  await sql`delete from page_readers where day <= (statement_timestamp() at time zone 'UTC')::date - ${keptDays}::int`;
  await sql`delete from day_salts where day <= (statement_timestamp() at time zone 'UTC')::date - ${keptDays}::int`;
}
