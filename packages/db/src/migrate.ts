import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate as apply } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './connect.ts';

const migrationsFolder = join(import.meta.dirname, '../migrations');

/** Any number, the same everywhere: two launchers on one database take turns. */
const migrationLock = 4400_2026;

/** Brings a database to the newest schema. Safe to run at the same time from several machines. */
export async function migrate(url: string): Promise<void> {
  if (!existsSync(join(migrationsFolder, 'meta/_journal.json'))) return;
  const { sql, db, end } = connect(url, { max: 1, name: 'mobilise migrate', idleTimeout: 0 });
  try {
    // The pool has one connection, so the lock and the migrations share a session.
    await sql`select pg_advisory_lock(${migrationLock})`;
    await apply(db, { migrationsFolder });
    await sql`select pg_advisory_unlock(${migrationLock})`;
  } finally {
    await end();
  }
}
