import { eq, inArray, sql as raw } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { describe, expect, it, vi } from 'vitest';
import { connect, type Db, isConnectionError } from './connect.ts';
import { freePort } from './embedded.ts';
import { testDatabase } from './testing.ts';

const { db, sql, url } = await testDatabase();

const notes = pgTable('connect_test_notes', { title: text('title').primaryKey() });
await sql`create table connect_test_notes (title text primary key)`;

/** Takes both the database and a transaction. */
async function titles(anywhere: Db): Promise<string[]> {
  return (await anywhere.select().from(notes)).map((note) => note.title);
}

describe('connect', () => {
  it('gives rules one type for the database and for a transaction', async () => {
    await db.transaction(async (tx) => {
      await tx.insert(notes).values({ title: 'inside' });
      expect(await titles(tx)).toEqual(['inside']);
    });
    expect(await titles(db)).toEqual(['inside']);
    await db.delete(notes).where(eq(notes.title, 'inside'));
  });

  it('plans a statement once for many runs, inside of transactions too, unless it is a long list', async () => {
    const one = connect(url, { max: 1 });
    const read = (db: Db, length: number) =>
      db
        .select()
        .from(notes)
        .where(inArray(notes.title, Array.from({ length }, String)));
    for (let run = 0; run < 3; run += 1) {
      await read(one.db, 2);
      await one.db.transaction((tx) => tx.transaction((inner) => read(inner, 2)));
      await read(one.db, 60);
    }
    const kept = await one.sql<{ runs: number; parameters: number }[]>`
      select (generic_plans + custom_plans)::int as runs, cardinality(parameter_types) as parameters
      from pg_prepared_statements where statement like '%connect_test_notes%' and statement like 'select%'
        and statement not like '%pg_prepared_statements%'`;
    expect(kept).toEqual([{ runs: 6, parameters: 2 }]);
    await one.end();
  });

  it('stops a statement that runs for too long', async () => {
    const impatient = connect(url, { max: 1, statementTimeout: 50 });
    await expect(impatient.sql`select pg_sleep(10)`).rejects.toThrow('statement timeout');
    await impatient.end();
  });
});

describe('isConnectionError', () => {
  it('recognises a server that is not there, through both ways of asking', async () => {
    const nowhere = connect(`postgres://nobody@127.0.0.1:${await freePort()}/none`, { max: 1 });
    expect(isConnectionError(await nowhere.sql`select 1`.catch((error: unknown) => error))).toBe(true);
    expect(isConnectionError(await nowhere.db.execute(raw`select 1`).catch((error: unknown) => error))).toBe(true);
    await nowhere.end();
  });

  it('recognises a session that the server ended, and the pool recovers by itself', async () => {
    const victim = connect(url, { max: 1 });
    const [row] = await victim.sql`select pg_backend_pid() as pid`;
    const running = victim.sql`select pg_sleep(30)`.catch((error: unknown) => error);
    await sql`select pg_terminate_backend(${row?.['pid']})`;
    expect(isConnectionError(await running)).toBe(true);
    await vi.waitFor(async () => expect(await victim.sql`select 1 as one`).toEqual([{ one: 1 }]), { timeout: 10_000 });
    await victim.end();
  });

  it('leaves refused queries and other people’s network errors alone', async () => {
    expect(isConnectionError(await sql`select * from no_such_table`.catch((error: unknown) => error))).toBe(false);
    const elsewhere = await fetch(`http://127.0.0.1:${await freePort()}`).catch((error: unknown) => error);
    expect(elsewhere).toBeInstanceOf(Error);
    expect(isConnectionError(elsewhere)).toBe(false);
  });
});
