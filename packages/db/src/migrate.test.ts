import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { migrate } from './migrate.ts';
import { testDatabase } from './testing.ts';

const { sql, url } = await testDatabase();
const name = `empty_${randomBytes(6).toString('hex')}`;
const empty = new URL(url);
empty.pathname = `/${name}`;
await sql.unsafe(`create database ${name}`);
afterAll(async () => {
  await sql.unsafe(`drop database ${name} with (force)`);
});

it('several machines that start at once bring an empty database up to date together, each step once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrate(empty.href)));
  const journal = JSON.parse(readFileSync(join(import.meta.dirname, '../migrations/meta/_journal.json'), 'utf8')) as {
    entries: unknown[];
  };
  const database = connect(empty.href, { max: 1 });
  const [done] = await database.sql<{ steps: number; locks: number }[]>`
    select (select count(*)::int from drizzle.__drizzle_migrations) as steps,
      (select count(*)::int from pg_locks where locktype = 'advisory' and database = (
        select oid from pg_database where datname = current_database())) as locks`;
  await database.end();
  expect(done).toEqual({ steps: journal.entries.length, locks: 0 });
});
