import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPost } from '@mobilise/db/factories';
import { testDatabase } from '@mobilise/db/testing';
import { afterAll, expect, it, vi } from 'vitest';

const { sql, db, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'mobilise-publisher-'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The publisher as it runs in production, with what it writes to its log. */
async function start() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      MOBILISE_DATA: folder,
      MOBILISE_SECRET: 'a secret that is only for tests, long enough',
      LOG_LEVEL: 'info',
      NODE_OPTIONS: '',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  running.add(child);
  let log = '';
  child.stdout?.on('data', (chunk) => (log += String(chunk)));
  const ended = once(child, 'exit');
  ended.then(() => running.delete(child));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  expect(message).toEqual({ ready: true });
  return { child, ended, log: () => log };
}
const stateOf = async (id: string) => (await sql`select state from posts where id = ${id}`)[0]?.['state'];
const notify = () => sql.notify('posts_due', new Date().toISOString());

it('publishes, survives losing every connection to its database, and drains when it is told to end', async () => {
  const { child, ended, log } = await start();
  expect(await sql`select count(*)::int as alive from publishers`).toEqual([{ alive: 1 }]);
  const first = await buildPost(db);
  await notify();
  await vi.waitFor(async () => expect(await stateOf(first.id)).toBe('published'), { timeout: 8000 });

  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mobilise publisher' and datname = current_database()`;
  const second = await buildPost(db);
  await vi.waitFor(async () => expect(await stateOf(second.id)).toBe('published'), { timeout: 15_000, interval: 200 });
  expect(child.exitCode).toBeNull();

  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await sql`select count(*)::int as alive from publishers`).toEqual([{ alive: 0 }]);
  const lines = log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ post, outcome }) => post === first.id && outcome === 'published')).toMatchObject({
    process: 'publisher',
    worker: expect.stringContaining(`-${child.pid}-`),
    channel: first.channelId,
    attempt: 1,
  });
  expect(log()).not.toContain('only for tests');
}, 60_000);
