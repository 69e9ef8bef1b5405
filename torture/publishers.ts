import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';

/** Seconds of lease, deadline, margin and quiet: as long as they must be, and no longer. */
const timing = '6,2,0.5,2';

/** A few publishers that are started again whenever they end. */
export interface Publishers {
  /** Kills one where it stands; another takes its place. */
  kill: (index: number) => void;
  /** Stops one for some milliseconds, as a laptop's lid does. */
  freeze: (index: number, milliseconds: number) => void;
  /** How many were started in all. */
  started: () => number;
  stop: () => Promise<void>;
}

export function startPublishers(
  count: number,
  { databaseUrl, dataFolder, secret }: { databaseUrl: string; dataFolder: string; secret: string },
): Publishers {
  const log = openSync(join(dataFolder, 'publishers.log'), 'a');
  const children: ChildProcess[] = [];
  let started = 0;
  let isOver = false;
  const start = (index: number) => {
    started += 1;
    const child = spawn(process.execPath, ['apps/publisher/src/main.ts'], {
      cwd: checkout,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: join(dataFolder, 'cache'),
        DATABASE_URL: databaseUrl,
        MOBILISE_DATA: dataFolder,
        MOBILISE_SECRET: secret,
        MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true',
        PUBLISHER_TIMING: timing,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', log, log],
    });
    children[index] = child;
    child.once('exit', () => {
      if (!isOver) setTimeout(start, 100, index);
    });
  };
  for (let index = 0; index < count; index += 1) start(index);
  return {
    kill: (index) => void children[index]?.kill('SIGKILL'),
    freeze: (index, milliseconds) => {
      const child = children[index];
      child?.kill('SIGSTOP');
      setTimeout(() => child?.kill('SIGCONT'), milliseconds);
    },
    started: () => started,
    stop: async () => {
      isOver = true;
      await Promise.all(
        children.map((child) => {
          if (child.exitCode !== null || child.signalCode !== null) return undefined;
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGCONT');
          child.kill('SIGKILL');
          return ended;
        }),
      );
    },
  };
}
