import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskStorage } from '@mobilise/media-processing/storage';
import { openWorkFolder } from '@mobilise/media-processing/work-folder';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { testPublishing } from '../testing.ts';
import { sweepLeftOver } from './left-over.ts';

const { storage, publisher } = await testPublishing();
const hour = 3_600_000;
/** The temporary folder of this test alone: others write into the machine's at the same time. */
let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'left-over-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true });
});
/** Sweeps as if it were so many hours later. */
const sweepAfter = (hours: number, swept = storage) =>
  sweepLeftOver(publisher({ storage: swept, wallClock: () => Date.now() + hours * hour }));

it('what a killed process left in the temporary folder and in storage goes after a day, and nothing else does', async () => {
  const killed = `
    const { openWorkFolder } = await import('@mobilise/media-processing/work-folder');
    const { diskStorage } = await import('@mobilise/media-processing/storage');
    const { path } = await openWorkFolder('film');
    (await import('node:fs')).writeFileSync(path + '/half.mp4', 'half');
    async function* endless() { yield Buffer.from('half'); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }
    await diskStorage(process.env.FOLDER).put(endless());`;
  const folder = join(temporary, 'storage');
  expect(() =>
    execFileSync(process.execPath, ['--input-type=module', '-e', killed], {
      ...{ cwd: import.meta.dirname, stdio: 'ignore' },
      env: { ...process.env, TMPDIR: temporary, FOLDER: folder },
    }),
  ).toThrow();
  const [left] = (await readdir(temporary)).filter((name) => name.startsWith('mobilise-work-film-'));
  const work = join(temporary, left ?? 'none');
  const incoming = () => readdir(join(folder, 'incoming'));
  expect([existsSync(join(work, 'half.mp4')), (await incoming()).length]).toEqual([true, 1]);

  await sweepAfter(23, diskStorage(folder));
  expect([existsSync(work), (await incoming()).length]).toEqual([true, 1]);
  await sweepAfter(25, diskStorage(folder));
  expect([existsSync(work), (await incoming()).length]).toEqual([false, 0]);
});

it('what a process has open stays while it runs, though a clock be days out; its number keeps nothing for longer than a week', async () => {
  await using own = await openWorkFolder('film');
  const opens = `
    const { path } = await (await import('@mobilise/media-processing/work-folder')).openWorkFolder('film');
    process.send(path);
    process.on('message', () => undefined);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', opens], {
    ...{ cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    env: { ...process.env, TMPDIR: temporary },
  });
  const [path] = (await once(other, 'message')) as [string];
  const [former, reused, others] = [process.pid, other.pid, 1].map((pid) =>
    join(temporary, `mobilise-work-film-${pid}-former`),
  ) as [string, string, string];
  for (const folder of [former, reused, others]) await mkdir(folder);
  const left = () => [own.path, path, former, reused, others].map(existsSync);
  await sweepAfter(6 * 24);
  expect(left()).toEqual([true, true, false, true, true]);
  await sweepAfter(8 * 24);
  expect(left()).toEqual([true, false, false, false, false]);
  other.kill('SIGKILL');
  await once(other, 'exit');
  await mkdir(path);
  await sweepAfter(25);
  expect([own.path, path].map(existsSync)).toEqual([true, false]);
});

it('a folder that cannot be removed keeps no other', async () => {
  const stuck = join(temporary, 'mobilise-work-stuck');
  const others = ['a', 'b', 'c'].map((name) => join(temporary, `mobilise-work-${name}`));
  for (const path of [stuck, ...others]) await mkdir(path);
  // A path of more than 4096 bytes cannot be named, so even root removes none in one go.
  const dig = 'cd "$1"; for _ in $(seq 25); do mkdir "$2" && cd "$2" || break; done; true';
  execFileSync('sh', ['-c', dig, 'sh', stuck, 'd'.repeat(200)], { stdio: 'ignore' });
  await sweepAfter(25);
  expect([stuck, ...others].map(existsSync)).toEqual([true, false, false, false]);
  execFileSync('rm', ['-rf', stuck]);
});

it('what is stored, what is not ours, and what a link leads to stay', async () => {
  const { sha256 } = await storage.put(Buffer.from('a ward'));
  await mkdir(join(temporary, 'mobilise-of-somebody'));
  await mkdir(join(temporary, 'elsewhere'));
  await writeFile(join(temporary, 'elsewhere', 'kept'), '');
  await symlink(join(temporary, 'elsewhere'), join(temporary, 'mobilise-work-link'));
  await sweepAfter(48);
  expect(await storage.has(sha256)).toBe(true);
  expect(existsSync(join(temporary, 'mobilise-of-somebody'))).toBe(true);
  expect(existsSync(join(temporary, 'elsewhere', 'kept'))).toBe(true);
});
