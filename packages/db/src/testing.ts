import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connect } from './connect.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { isAlive, startedAt } from './processes.ts';

const prefix = 'mobilise-test-';
const template = 'MOBILISE_TEST_TEMPLATE';

/** Nothing here outlives the run, so nothing waits for a disk. */
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
};

export interface TestServer {
  /** Address of the migrated template; a copy of it is what a test gets. */
  readonly templateUrl: string;
  /** A fresh migrated database of its own; `drop` disconnects whoever is still in it. */
  createDatabase(): Promise<{ url: string; drop(): Promise<void> }>;
  /** Drops the template, stops the server if it was started here and removes its folder. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL for one run of tests, journeys or benchmarks, with one migrated template. Uses TEST_DATABASE_URL when
 * set (its role must be allowed to create databases), else starts a server of its own on a free port. `prepare` may add
 * to the template, before any copy is made.
 */
export async function startTestServer(
  options: { prepare?: (url: string) => Promise<void>; durable?: boolean } = {},
): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  removeAbandoned();
  const folder = given ? undefined : mkdtempSync(join(tmpdir(), prefix));
  let embedded: EmbeddedServer | undefined;
  if (folder) {
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) }));
    const config = options.durable ? { max_connections: '200' } : careless;
    embedded = await startEmbedded({
      folder: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      config,
      disposable: true,
    });
  }
  const adminUrl = given ?? embedded?.url ?? '';
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, (sql) => sql.unsafe(`create database ${name}`));
  const templateUrl = withDatabase(adminUrl, name);
  await migrate(templateUrl);
  await options.prepare?.(templateUrl);
  return {
    templateUrl,
    createDatabase: () => copyTemplate(templateUrl),
    stop: async () => {
      if (given) await asAdmin(adminUrl, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
      await embedded?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the server known to the processes that run test files; called once a run, by Vitest's global set-up. */
export function shareTestServer(server: TestServer): void {
  process.env[template] = server.templateUrl;
}

/**
 * A migrated database for this test file alone: call it once at the top of the file, `const { db } = await testDatabase()`.
 * It is closed and dropped after the file's last test.
 */
export async function testDatabase(options: { max?: number } = {}): Promise<Connection & { url: string }> {
  const { afterAll } = await import('vitest');
  const { url, drop } = await testDatabaseUrl();
  const connection = connect(url, { max: options.max ?? 10, name: 'mobilise test' });
  afterAll(async () => {
    await connection.end();
    await drop();
  });
  return { ...connection, url };
}

/** As `testDatabase`, for whoever connects to it by its address alone: nothing is open, and `drop` is the caller's to call. */
export function testDatabaseUrl(): Promise<{ url: string; drop(): Promise<void> }> {
  return copyTemplate(sharedTemplate());
}

function sharedTemplate(): string {
  const templateUrl = process.env[template];
  if (!templateUrl)
    throw new Error('There is no test server: run the tests with vitest from the root of the checkout.');
  return templateUrl;
}

async function copyTemplate(templateUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const source = new URL(templateUrl).pathname.slice(1);
  const name = `${source}_${randomBytes(6).toString('hex')}`;
  const adminUrl = withDatabase(templateUrl, 'postgres');
  await asAdmin(adminUrl, (sql) => sql.unsafe(`create database ${name} template ${source} strategy file_copy`));
  return {
    url: withDatabase(templateUrl, name),
    drop: () => asAdmin(adminUrl, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`)),
  };
}

async function asAdmin(url: string, statement: (sql: Connection['sql']) => PromiseLike<unknown>): Promise<void> {
  const { sql, end } = connect(url, { max: 1, name: 'mobilise test admin' });
  try {
    await statement(sql);
  } finally {
    await end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Ends servers of runs that were killed: their owner is gone, so nobody else will. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as { pid: number; startedAt?: string };
      if (isAlive(owner.pid) && startedAt(owner.pid) === owner.startedAt) continue;
      const pidFile = join(folder, 'postgres/postmaster.pid');
      const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
      if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's folder, or one that another run is removing at this moment.
    }
  }
}
