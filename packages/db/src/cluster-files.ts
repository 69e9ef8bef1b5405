import { chmodSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from './processes.ts';

/** How to reach a cluster; kept inside it, so that the two cannot be parted. */
export interface Access {
  port: number;
  password: string;
}

/** The live server of a folder, once it accepts connections. A pid file that outlived its process is removed. */
export async function runningServer(folder: string): Promise<{ pid: number; port: number } | undefined> {
  for (;;) {
    const file = readPidFile(folder);
    if (!file) return undefined;
    if (!isServerOf(folder, file.pid)) {
      rmSync(join(folder, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (file.status === 'ready') return { pid: file.pid, port: file.port };
    // Starting, recovering or stopping: it ends in one of the states above.
    await wait(50);
  }
}

/** What PostgreSQL notes about itself: process, port, and `ready` once it accepts connections. */
export function readPidFile(folder: string): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** PostgreSQL works inside its folder, so where /proc tells, a pid that was used again is recognised. */
function isServerOf(folder: string, pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  if (platform() !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

function accessFile(folder: string): string {
  return join(folder, 'mobilise.json');
}

/** Throws a sentence for the person when the file is missing. */
export function readAccess(folder: string): Access {
  try {
    return JSON.parse(readFileSync(accessFile(folder), 'utf8')) as Access;
  } catch {
    throw new Error(
      `${accessFile(folder)} is missing or damaged; it holds the database's password. Put it back from a backup.`,
    );
  }
}

/** Replaces the file in one step; its owner alone can read it. */
export function writeAccess(folder: string, access: Access): void {
  writeFileSync(`${accessFile(folder)}.new`, JSON.stringify(access), { mode: 0o600 });
  chmodSync(`${accessFile(folder)}.new`, 0o600);
  renameSync(`${accessFile(folder)}.new`, accessFile(folder));
}
