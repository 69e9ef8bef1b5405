import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';
import { processesBelow } from './processes.ts';

export interface Product {
  url: string;
  /** The one-time set-up link it printed; empty when somebody owns the data already. */
  setupUrl: string;
  /** Its data folder. */
  data: string;
  /** Process id of the launcher. */
  pid: number;
  /** What it printed so far. */
  output: () => string;
  /** The end of that and of every log, for whoever has to find out why a test failed. */
  lastWords: () => string;
  /** Ends every process of it at once, as a power cut does, the database included. Its data stay. */
  cutPower: () => Promise<void>;
  /** Drains it, as Ctrl-C does, and removes its data. */
  stop: () => Promise<void>;
}

/**
 * Starts the whole product as `npm start` does after installing: own port, own database, and a data folder of its own
 * unless `data` names one that was used before. Rejects with what it printed when it ends before it is ready.
 */
export async function startProduct({
  data = mkdtempSync(join(tmpdir(), 'mobilise-journey-')),
  env = {},
}: {
  data?: string;
  /** Further settings. */
  env?: Record<string, string>;
} = {}): Promise<Product> {
  const { DATABASE_URL: _, npm_lifecycle_event: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/supervise.ts'], {
    cwd: checkout,
    env: {
      ...inherited,
      NODE_ENV: 'production',
      PORT: '0',
      MOBILISE_DATA: data,
      MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const lastWords = () =>
    [
      output.split('\n').slice(-40).join('\n'),
      ...['api', 'publisher', 'postgres'].map((name) => lastLines(join(data, 'logs', `${name}.log`))),
    ].join('\n');
  const links = await new Promise<{ url: string; setupUrl: string }>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (!output.includes('Ctrl-C stops it.')) return;
      const url = /Mobilise is ready: (\S+)/.exec(output)?.[1] ?? '';
      resolve({ url, setupUrl: /(\S+\/setup\?token=\S+)/.exec(output)?.[1] ?? '' });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', (code) => {
      reject(new Error(`The product ended with ${code} before it was ready:\n${lastWords()}`));
    });
  });
  const pid = child.pid ?? 0;
  return {
    ...links,
    data,
    pid,
    output: () => output,
    lastWords,
    cutPower: async () => {
      const all = [pid, ...processesBelow(pid).map((one) => one.pid)];
      for (const one of all) endNow(one);
      await ended(child);
    },
    stop: async () => {
      child.kill('SIGINT');
      await ended(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-20).join('\n');
  } catch {
    return '';
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Kills a process; one that has ended by itself in the meantime (a connection of the database, say) is what was wanted. */
function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
