import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkout, keyFromFile, openDataFolder, readStartSettings } from '../packages/db/src/settings.ts';
import { migrateApart, openDatabase } from './database.ts';
import { takeLock } from './lock.ts';
import { usablePort } from './ports.ts';
import { say, step } from './say.ts';

// Development: the screens come from Vite with hot reload, the API and the publisher start anew when a file changes.
const children: ChildProcess[] = [];
const cleanUps: (() => void | Promise<void>)[] = [];
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? `\n${error.message}` : error);
  await stop(1);
}

async function start(): Promise<void> {
  const settings = readStartSettings(process.env);
  openDataFolder(settings.dataFolder);
  const lock = takeLock(settings.dataFolder, settings.publicUrl);
  if (!lock.taken)
    throw new Error(`Mobilise is running on this data already: ${lock.holder.url} (process ${lock.holder.pid}).`);
  cleanUps.push(lock.release);

  const webPort = await usablePort(settings.port, settings.host, 0);
  const apiPort = await usablePort(0, '127.0.0.1', 0);
  const url = settings.port === 0 ? `http://localhost:${webPort}` : settings.publicUrl;
  const database = await openDatabase(settings, () => say('  The database has moved to another port: start again.'));
  cleanUps.push(database.close);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: database.url,
    MOBILISE_API: `http://127.0.0.1:${apiPort}`,
    MOBILISE_DATA: settings.dataFolder,
    MOBILISE_HOST: '127.0.0.1',
    MOBILISE_SECRET: settings.secret ?? keyFromFile(settings.dataFolder),
    MOBILISE_URL: url,
    PORT: String(apiPort),
  };
  await step(
    'Schema',
    () => migrateApart(env),
    () => 'up to date',
  );

  const api = watched('apps/api/src/main.ts', env);
  api.on('message', (message: { ready?: boolean; setupUrl?: string }) => {
    if (message.ready && message.setupUrl) say(`\n  Set up: ${message.setupUrl}`);
  });
  watched('apps/publisher/src/main.ts', env);
  const web = join(checkout, 'apps/web');
  const vite = [
    join(web, 'node_modules/vite/bin/vite.js'),
    '--port',
    String(webPort),
    '--strictPort',
    '--host',
    settings.host,
  ];
  children.push(spawn(process.execPath, vite, { cwd: web, env, stdio: ['ignore', 'ignore', 'inherit'] }));
  say(`\n  Development: ${url}\n`);
}

function watched(script: string, env: NodeJS.ProcessEnv): ChildProcess {
  const args = ['--watch', '--watch-preserve-output', join(checkout, script)];
  const child = spawn(process.execPath, args, { cwd: checkout, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all(children.map(end));
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  process.exit(code);
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
