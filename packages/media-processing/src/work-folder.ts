import { lstat, mkdtemp, opendir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const day = 24 * 60 * 60_000;
const prefix = 'mobilise-work-';

export interface WorkFolder extends AsyncDisposable {
  path: string;
}

/** A fresh folder for what is made on the way, named for what that is; gone when its block ends. */
export async function openWorkFolder(purpose: string): Promise<WorkFolder> {
  const path = await mkdtemp(join(tmpdir(), `${prefix}${purpose}-`));
  // What cannot be removed now is swept a day later, and is no reason to lose what was made.
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }).catch(() => undefined) };
}

/**
 * Removes from this machine the folders that processes which were killed left behind, and that nobody has written into for a day
 * before `now`, in milliseconds. No job runs for as long, so none of them is in use, whoever's it is. Returns how many.
 */
export async function sweepWorkFolders(now: number): Promise<number> {
  // Undefined on Windows, which knows no owners.
  const us = process.getuid?.();
  let removed = 0;
  for await (const { name } of await opendir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
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
