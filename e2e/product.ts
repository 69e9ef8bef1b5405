import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '@mobilise/db/settings';

export interface Product {
  url: string;
  /** The one-time set-up link it printed. */
  setupUrl: string;
  /** What it printed so far. */
  output: () => string;
  /** Drains it, as Ctrl-C does, and removes its data. */
  stop: () => Promise<void>;
}

/** Starts the whole product as `npm start` does after installing: own port, own data folder, own database. */
export async function startProduct(env: NodeJS.ProcessEnv = {}): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'mobilise-journey-'));
  const { DATABASE_URL: _, npm_lifecycle_event: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/supervise.ts'], {
    cwd: checkout,
    env: { ...inherited, NODE_ENV: 'production', PORT: '0', MOBILISE_DATA: data, MOBILISE_ALLOW_PRIVATE_ADDRESSES: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const stop = async () => {
    await end(child);
    rmSync(data, { recursive: true, force: true });
  };
  const links = await new Promise<{ url: string; setupUrl: string }>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const url = /Mobilise is ready: (\S+)/.exec(output)?.[1];
      const setupUrl = /(\S+\/setup\?token=\S+)/.exec(output)?.[1];
      if (url && setupUrl) resolve({ url, setupUrl });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      const log = (name: string) => {
        try {
          return readFileSync(join(data, 'logs', name), 'utf8').split('\n').slice(-20).join('\n');
        } catch {
          return '';
        }
      };
      reject(new Error(`The product ended with ${code} before it was ready:\n${output}\n${log('api.log')}\n${log('publisher.log')}`));
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...links, output: () => output, stop };
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
