import { eq, sql as raw } from 'drizzle-orm';
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
    await vi.waitFor(async () => expect(await victim.sql`select 1 as one`).toEqual([{ one: 1 }]));
    await victim.end();
  });

  it('leaves refused queries and other people’s network errors alone', async () => {
    expect(isConnectionError(await sql`select * from no_such_table`.catch((error: unknown) => error))).toBe(false);
    const elsewhere = await fetch(`http://127.0.0.1:${await freePort()}`).catch((error: unknown) => error);
    expect(elsewhere).toBeInstanceOf(Error);
    expect(isConnectionError(elsewhere)).toBe(false);
  });
});
