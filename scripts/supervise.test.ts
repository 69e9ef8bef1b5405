import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { isAlive } from '../packages/db/src/processes.ts';

// Each test starts five processes or more; on a busy machine with two cores that takes its time.
const patience = { timeout: 60_000, interval: 50 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const launched: Launched[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const launcher of launched.splice(0)) {
    launcher.child.kill('SIGTERM');
    await launcher.ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Launched {
  child: ChildProcess;
  said: () => string;
  /** Exit code. */
  ended: Promise<number | null>;
}

function launch(env: Record<string, string>): Launched {
  const fake = (name: string) => join(import.meta.dirname, 'fakes', `${name}.ts`);
  const args = [
    join(import.meta.dirname, 'supervise.ts'),
    '--without-web',
    '--api',
    fake('api'),
    '--publisher',
    fake('publisher'),
  ];
  const { DATABASE_URL: _, ...inherited } = process.env;
  const NODE_COMPILE_CACHE = join(import.meta.dirname, '../node_modules/.cache/node');
  const child = spawn(process.execPath, args, {
    env: { ...inherited, NODE_COMPILE_CACHE, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const launcher = {
    child,
    said: () => said,
    ended: new Promise<number | null>((resolve) => child.once('exit', resolve)),
  };
  launched.push(launcher);
  return launcher;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mobilise-launcher-'));
  folders.push(folder);
  return join(folder, 'data');
}

/** Waits until it is up; returns its address. */
function address(launcher: Launched): Promise<string> {
  return vi.waitFor(() => {
    const url = /Mobilise is ready: (\S+)/.exec(launcher.said())?.[1];
    if (!url) throw new Error(launcher.said());
    return url;
  }, patience);
}

const answer = async (url: string) => (await fetch(url)).text();

it('starts everything, shows one address and the set-up link, and drains on Ctrl-C', async () => {
  const folder = newFolder();
  const launcher = launch({ MOBILISE_DATA: folder });
  const url = await address(launcher);
  await vi.waitFor(() => expect(launcher.said()).toContain(`${url}/setup?token=once`), patience);
  expect(statSync(folder).mode & 0o777).toBe(0o700);

  const slow = await fetch(`${url}/slow`);
  launcher.child.kill('SIGINT');
  expect(await slow.text()).toBe('begun finished');
  expect(await launcher.ended).toBe(0);
  expect(launcher.said()).toContain('Stopped.');
  expect(() => readFileSync(join(folder, 'postgres/postmaster.pid'))).toThrow();
});

it('starts a crashed process and a killed database again, and says so', async () => {
  const folder = newFolder();
  const launcher = launch({ MOBILISE_DATA: folder });
  const url = await address(launcher);
  const first = await answer(url);
  await fetch(`${url}/crash`).catch(() => undefined);
  await vi.waitFor(async () => expect(await answer(url)).not.toBe(first), patience);
  expect(launcher.said()).toContain('api ended with code 7; starting it again');

  const database = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(database, 'SIGKILL');
  await vi.waitFor(() => expect(launcher.said()).toContain('database is back'), patience);
});

it('starts everything anew when the database had to move, even what would not end by itself', async () => {
  const folder = newFolder();
  const launcher = launch({ MOBILISE_DATA: folder });
  const url = await address(launcher);
  const first = await answer(url);
  // Held on to, or the connection is given up when nobody refers to it any more.
  const forever = await fetch(`${url}/forever`);
  const [database, , , port] = readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n').map(Number);
  const squatter = createServer();
  process.kill(database ?? 0, 'SIGKILL');
  await vi.waitFor(
    () => new Promise<void>((resolve, reject) => squatter.once('error', reject).listen(port, '127.0.0.1', resolve)),
    { ...patience, interval: 5 },
  );
  await vi.waitFor(() => expect(launcher.said()).toContain('start number 2'), patience);
  await vi.waitFor(async () => expect(await answer(url)).not.toBe(first), patience);
  expect(launcher.said()).toContain('api was ended by SIGKILL');
  await expect(forever.text()).rejects.toThrow();
  squatter.close();
});

it('refuses a second start on the same data and says who is running', async () => {
  const folder = newFolder();
  const first = launch({ MOBILISE_DATA: folder });
  const url = await address(first);
  const second = launch({ MOBILISE_DATA: folder });
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`running on this data already: ${url} (process ${first.child.pid}`);
  expect(await answer(url)).toMatch(/^\d+$/);
});

it('comes back with everything after kill -9, even when its processes and database outlive it', async () => {
  const folder = newFolder();
  const first = launch({ MOBILISE_DATA: folder });
  const orphan = Number(await answer(await address(first)));
  first.child.kill('SIGKILL');
  const second = launch({ MOBILISE_DATA: folder });
  await address(second);
  expect(second.said()).toContain('Database taken over');
  await vi.waitFor(() => expect(second.said()).toContain('start number 2'), patience);
  await vi.waitFor(() => expect(isAlive(orphan)).toBe(false), patience);
});

it('names PORT when another program has it', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const taken = squatter.address();
  const port = typeof taken === 'object' && taken ? String(taken.port) : '';
  const launcher = launch({ MOBILISE_DATA: newFolder(), PORT: port });
  expect(await launcher.ended).toBe(1);
  expect(launcher.said()).toContain(`Port ${port} is taken by another program`);
  squatter.close();
});

it('stops before anything is started when settings are wrong, and names each', async () => {
  const launcher = launch({ PORT: 'web', LOG_LEVEL: 'loud', MOBILISE_DATA: newFolder() });
  expect(await launcher.ended).toBe(1);
  expect(launcher.said().trim().split('\n')).toEqual([
    'PORT is wrong. "web" is not a whole number from 0 to 65535.',
    expect.stringContaining('LOG_LEVEL is wrong. "loud" is not one of'),
  ]);
});
