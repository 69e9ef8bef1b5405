import { lstat, mkdtemp, opendir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const day = 24 * 60 * 60_000;
const prefix = 'mobilise-work-';

/** What this process has open, by name. */
const open = new Set<string>();

export interface WorkFolder extends AsyncDisposable {
  path: string;
}

/** A fresh folder for what is made on the way, named for what that is and for this process; gone when its block ends. */
export async function openWorkFolder(purpose: string): Promise<WorkFolder> {
  const path = await mkdtemp(join(tmpdir(), `${prefix}${purpose}-${process.pid}-`));
  const name = basename(path);
  open.add(name);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      // What cannot be removed now is swept a day later, and is no reason to lose what was made.
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
      open.delete(name);
    },
  };
}

/**
 * Removes from this machine the folders that processes which were killed left behind, and that nobody has written into for a day
 * before `now`, in milliseconds. What a process that runs has open stays, however old a clock that is wrong, or was, makes it. Returns
 * how many.
 */
export async function sweepWorkFolders(now: number): Promise<number> {
  // Undefined on Windows, which knows no owners.
  const us = process.getuid?.();
  let removed = 0;
  for await (const { name } of await opendir(tmpdir())) {
    if (!name.startsWith(prefix) || isInUse(name)) continue;
    const path = join(tmpdir(), name);
    const facts = await lstat(path).catch(() => null);
    if (!facts?.isDirectory() || facts.ctimeMs >= now - day || (us !== undefined && facts.uid !== us)) continue;
    // One that cannot be removed keeps no other.
    removed += await rm(path, { recursive: true, force: true }).then(
      () => 1,
      () => 0,
    );
  }
  return removed;
}

/** Whether the process that a folder is named for runs; where a process before this one had its number, what is open here tells. */
function isInUse(name: string): boolean {
  const pid = Number(/-(\d+)-[^-]*$/.exec(name)?.[1]);
  if (!pid || pid === process.pid) return open.has(name);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
