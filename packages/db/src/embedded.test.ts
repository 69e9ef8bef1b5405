import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';

const home = mkdtempSync(join(tmpdir(), 'mobilise-embedded-'));
const options = { folder: join(home, 'postgres'), logFile: join(home, 'postgres.log'), disposable: true };
let server: EmbeddedServer;

afterEach(() => server.stop());
afterAll(() => rmSync(home, { recursive: true, force: true }));

const ask = async <T>(query: string): Promise<T[]> => {
  const { sql, end } = connect(server.url, { max: 1 });
  try {
    return [...(await sql.unsafe<T[] & Record<string, unknown>[]>(query))] as T[];
  } finally {
    await end();
  }
};

describe('the embedded PostgreSQL', () => {
  it('is made on the first start, durable, in code point order, and closed to others', async () => {
    server = await startEmbedded(options);
    expect(server).toMatchObject({ created: true, adopted: false });
    expect(statSync(options.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(options.folder, 'mobilise.json')).mode & 0o777).toBe(0o600);
    const [shown] = await ask<Record<string, string>>(`
      select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('listen_addresses') as listen,
        current_setting('server_encoding') as encoding, ('a' < 'B')::text as dictionary_order`);
    expect(shown).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      listen: '127.0.0.1',
      encoding: 'UTF8',
      dictionary_order: 'false',
    });
    const stranger = new URL(server.url);
    stranger.password = 'guess';
    const { sql, end } = connect(stranger.href, { max: 1 });
    await expect(sql`select 1`).rejects.toThrow('password authentication failed');
    await end();
    await ask('create table kept (note text)');
  });

  it('keeps what was committed when it is killed at once, and starts past the pid file it left', async () => {
    server = await startEmbedded(options);
    await ask(`insert into kept values ('before the crash')`);
    process.kill(server.pid, 'SIGKILL');
    await server.gone;
    server = await startEmbedded(options);
    expect(server).toMatchObject({ created: false, adopted: false });
    expect(await ask('select note from kept')).toEqual([{ note: 'before the crash' }]);
  });

  it('is taken over when a killed launcher left it running, and stops for its new owner', async () => {
    const left = await startEmbedded(options);
    server = await startEmbedded(options);
    expect(server).toMatchObject({ adopted: true, pid: left.pid, url: left.url });
    expect(await ask('select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    await left.gone;
  });

  it('is not fooled by a pid that belongs to another process by now', async () => {
    server = await startEmbedded(options);
    const pidFile = join(options.folder, 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await server.stop();
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    server = await startEmbedded(options);
    expect(server.adopted).toBe(false);
    expect(await ask('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps its port, and takes another when somebody else has it', async () => {
    server = await startEmbedded(options);
    const { port } = server;
    await server.stop();
    server = await startEmbedded(options);
    expect(server.port).toBe(port);
    await server.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    server = await startEmbedded(options);
    squatter.close();
    expect(server.port).not.toBe(port);
    expect(await ask('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
