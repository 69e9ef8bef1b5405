import type { Publisher } from '../publisher.ts';

/** Deletes past days' hashes of readers and listeners, and salts (UTC); without the salt nothing leads from a hash back to anybody. The counts stay. */
export async function forgetReaders({ sql }: Publisher): Promise<void> {
  await sql`delete from page_readers where day < (statement_timestamp() at time zone 'UTC')::date`;
  await sql`delete from download_listeners where day < (statement_timestamp() at time zone 'UTC')::date`;
  await sql`delete from day_salts where day < (statement_timestamp() at time zone 'UTC')::date`;
}
