import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startedAt } from '../packages/db/src/processes.ts';

export interface Holder {
  pid: number;
  /** Absent where the system does not tell when a process started. */
  startedAt?: string;
  /** Address that it serves, or will serve. */
  url: string;
}

export type Lock =
  | { taken: true; afterCrash: boolean; announce(url: string): void; release(): void }
  | { taken: false; holder: Holder };

/** Makes this process the only launcher of a data folder; a lock whose process has gone is taken over. */
export function takeLock(dataFolder: string, url: string): Lock {
  const file = join(dataFolder, 'launcher.json');
  const mine: Holder = { pid: process.pid, startedAt: startedAt(process.pid), url };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  const announce = (served: string) => {
    writeFileSync(draft, JSON.stringify({ ...mine, url: served }), { mode: 0o600 });
    renameSync(draft, file);
  };
  let afterCrash = false;
  try {
    for (;;) {
      try {
        // Linking either makes the complete file or fails: nobody ever reads half of it.
        linkSync(draft, file);
        return { taken: true, afterCrash, announce, release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { taken: false, holder };
      afterCrash = true;
      setAside(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function isRunning(holder: Holder): boolean {
  return isAlive(holder.pid) && (holder.startedAt === undefined || startedAt(holder.pid) === holder.startedAt);
}

/** Removes a dead holder's file, unless another start was quicker and it is that one's by now. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.old.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && moved.pid !== dead?.pid && isRunning(moved)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
