import { lstat, mkdtemp, opendir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const day = 24 * 60 * 60_000;
/** Far longer than anything is made. */
const week = 7 * day;
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
 * before `now`, in milliseconds. What this process has open stays, however old a clock that is wrong, or was, makes it. What is named for
 * another that runs stays for a week: it may be its own, or of one that was killed before it and had its number. Returns how many.
 */
export async function sweepWorkFolders(now: number): Promise<number> {
  // Undefined on Windows, which knows no owners.
  const us = process.getuid?.();
  let removed = 0;
  for await (const { name } of await opendir(tmpdir())) {
    if (!name.startsWith(prefix) || open.has(name)) continue;
    const path = join(tmpdir(), name);
    const facts = await lstat(path).catch(() => null);
    const kept = isOfOther(name) ? week : day;
    if (!facts?.isDirectory() || facts.ctimeMs >= now - kept || (us !== undefined && facts.uid !== us)) continue;
    // One that cannot be removed keeps no other.
    removed += await rm(path, { recursive: true, force: true }).then(
      () => 1,
      () => 0,
    );
  }
  return removed;
}

/** Whether another process runs that has the number for which a folder is named. */
function isOfOther(name: string): boolean {
  const pid = Number(/-(\d+)-[^-]*$/.exec(name)?.[1]);
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
