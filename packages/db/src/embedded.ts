import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Access, readAccess, readPidFile, runningServer, writeAccess } from './cluster-files.ts';
import { type Owner, postgresUser, programPath } from './postgres-programs.ts';
import { isAlive } from './processes.ts';

const role = 'mobilise';
const onWindows = platform() === 'win32';
const logLimit = 5_000_000;

/** A laptop's share: 17 MB idle and about 8 MB a connection (PSS). Durability is left as PostgreSQL ships it. */
const modest = {
  max_connections: '60',
  shared_buffers: '48MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  // No worker processes for reading: a database of this size sits in the page cache.
  io_method: 'sync',
  jit: 'off',
  log_checkpoints: 'off',
  // Starting, stopping and what is fatal; a refused statement is the caller's business and may hold personal data.
  log_min_messages: 'log',
  log_timezone: 'UTC',
};

export interface EmbeddedOptions {
  /** Absolute path of the cluster; made on the first start. Its parent must exist. */
  folder: string;
  /** File that PostgreSQL appends to. */
  logFile: string;
  /** Further settings, as in postgresql.conf. */
  config?: Record<string, string>;
  /** Skips flushing a new cluster to the disk, for throw-away servers. */
  disposable?: boolean;
}

export interface EmbeddedServer {
  /** Address of the database `mobilise`, password included. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Whether it was running already, left by a launcher that was killed. */
  readonly adopted: boolean;
  /** Whether this start made the cluster. */
  readonly created: boolean;
  /** Fast shutdown: open transactions are rolled back. Resolves when the process has gone. */
  stop(): Promise<void>;
  /** Resolves when the process has gone, for whatever reason. */
  readonly gone: Promise<void>;
}

/**
 * Starts the PostgreSQL of a folder, or takes over the one that is running on it. Initialises the folder when it is
 * empty: UTF-8, code point order, passwords by SCRAM, loopback only. Throws an Error with PostgreSQL's own last words.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const owner = postgresUser(options.folder);
  const created = !existsSync(join(options.folder, 'PG_VERSION'));
  if (created) await initialise(options, owner);
  const access = readAccess(options.folder);

  const running = await runningServer(options.folder);
  if (running) return server(options.folder, access, running, { adopted: true, created });

  // After a kill -9 the old backends need a moment to notice; until then they hold the shared memory.
  const deadline = Date.now() + 15_000;
  for (;;) {
    if (!(await isFree(access.port))) {
      access.port = await freePort();
      writeAccess(options.folder, access);
    }
    const attempt = await launch(options, owner, access.port);
    if ('child' in attempt)
      return server(options.folder, access, attempt.child.pid ?? 0, { adopted: false, created, child: attempt.child });
    const passing = /shared memory block|lock file|could not bind|Address already in use/i.test(attempt.lastWords);
    if (!passing || Date.now() > deadline) throw new Error(`PostgreSQL did not start. ${attempt.lastWords}`);
    await wait(200);
  }
}

/**
 * A port of the loopback interface that nobody listens on. It is none of those that systems lend to connections and to whoever asks
 * for any (from 32768 on Linux, from 49152 elsewhere): one of those may be lent to somebody else while a server is down for a moment.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_768);
    if (await isFree(port)) return port;
  }
  throw new Error('PostgreSQL needs a port of 127.0.0.1 between 20000 and 32767, and a hundred tries found none free.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Builds the cluster beside its final place and renames it, so that a start cut short leaves nothing half done. */
async function initialise(options: EmbeddedOptions, owner: Owner | undefined): Promise<void> {
  const unfinished = `${options.folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (owner) chownSync(unfinished, owner.uid, owner.gid);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(owner ? tmpdir() : dirname(options.folder), `mobilise-${randomBytes(9).toString('hex')}`);
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  try {
    const flags = [
      '--username',
      role,
      '--pwfile',
      passwordFile,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-instructions',
    ];
    const order = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    run(
      'initdb',
      ['-D', visible(unfinished, owner), ...flags, ...order, ...(options.disposable ? ['--no-sync'] : [])],
      unfinished,
      owner,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  run(
    'postgres',
    ['--single', '-D', visible(unfinished, owner), 'postgres'],
    unfinished,
    owner,
    `CREATE DATABASE ${role}\n`,
  );
  writeAccess(unfinished, { port: await freePort(), password });
  renameSync(unfinished, options.folder);
}

function run(
  program: 'initdb' | 'postgres',
  args: string[],
  folder: string,
  owner: Owner | undefined,
  input = '',
): void {
  const result = spawnSync(programPath(program, owner), args, {
    cwd: folder,
    env: environment(),
    input,
    encoding: 'utf8',
    ...owner,
  });
  if (result.status !== 0) {
    const lastWords = result.error?.message ?? result.stderr.trim().split('\n').slice(-3).join(' ');
    throw new Error(`PostgreSQL could not make its folder ${folder}. ${lastWords}`);
  }
}

type Attempt = { child: ChildProcess } | { lastWords: string };

/** Spawns the server and waits until it accepts connections or has ended. */
async function launch(options: EmbeddedOptions, owner: Owner | undefined, port: number): Promise<Attempt> {
  const { folder, logFile } = options;
  const fresh = existsSync(logFile) && statSync(logFile).size > logLimit;
  const log = openSync(logFile, fresh ? 'w' : 'a', 0o600);
  const before = fresh || !existsSync(logFile) ? 0 : statSync(logFile).size;
  const config = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...modest, ...options.config };
  const flags = Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(programPath('postgres', owner), ['-D', visible(folder, owner), '-p', String(port), ...flags], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C in the terminal must reach the launcher only, which drains before it stops this.
    detached: !onWindows,
    windowsHide: true,
    ...owner,
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  // Crash recovery may take long, and PostgreSQL says by itself when it fails: there is no time limit here.
  for (;;) {
    if (ended) return { lastWords: readFileSync(logFile, 'utf8').slice(before).trim().split('\n').slice(-4).join(' ') };
    const file = readPidFile(folder);
    if (file?.pid === child.pid && file?.status === 'ready') {
      child.unref();
      return { child };
    }
    await wait(10);
  }
}

function server(
  folder: string,
  access: Access,
  running: { pid: number; port: number } | number,
  facts: { adopted: boolean; created: boolean; child?: ChildProcess },
): EmbeddedServer {
  const { pid, port } = typeof running === 'number' ? { pid: running, port: access.port } : running;
  const gone = facts.child ? ended(facts.child) : pollUntilGone(pid);
  return {
    url: `postgres://${role}:${access.password}@127.0.0.1:${port}/${role}`,
    port,
    pid,
    adopted: facts.adopted,
    created: facts.created,
    gone,
    stop: async () => {
      if (onWindows) spawnSync(programPath('pg_ctl'), ['stop', '-m', 'fast', '-D', folder]);
      else if (isAlive(pid)) process.kill(pid, 'SIGINT');
      // Unlike `gone`, this keeps the caller's process alive until it is true.
      while (isAlive(pid)) await wait(10);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** A server that was taken over is nobody's child, so there is no event to wait for. */
async function pollUntilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await wait(250, undefined, { ref: false });
}

/**
 * The folder as PostgreSQL is told it. For root's lent user the way there may be closed (a checkout below /root, a data
 * folder with mode 0700), but the working directory it inherits is open to it, and Linux names that for every process.
 */
function visible(folder: string, owner: Owner | undefined): string {
  return owner ? '/proc/self/cwd' : folder;
}

/** PG* variables of the person's shell must not reach a server that is none of their business. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(PATH|SystemRoot|TEMP|TMP|TMPDIR)$/i.test(name)),
  );
}
