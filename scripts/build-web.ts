import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../packages/db/src/settings.ts';

const app = join(checkout, 'apps/web');
const stamp = join(app, 'dist/.built-from');
const inputs = [app, join(checkout, 'packages/contracts'), join(checkout, 'pnpm-lock.yaml')];

/** Builds the web app when a source, a contract or a dependency changed; returns whether it did. Throws with Vite's words. */
export async function buildWeb(): Promise<boolean> {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const vite = join(app, 'node_modules/vite/bin/vite.js');
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: app,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The web app could not be built.\n${output.trim()}`);
  writeFileSync(stamp, wanted);
  return true;
}

/** Contents, not times: a fresh clone and a checkout of an old branch have new times for old files. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (path: string, relative: string): void => {
    hash.update(`${relative}\0`).update(readFileSync(path)).update('\0');
  };
  for (const input of inputs) {
    if (input.endsWith('.yaml')) add(input, input.slice(checkout.length));
    else for (const file of filesIn(input)) add(file, file.slice(checkout.length));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => !['node_modules', 'dist', '.turbo', '.vite'].includes(entry.name) && !/\.test\.tsx?$/.test(entry.name),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}
