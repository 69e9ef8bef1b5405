import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  checkout,
  keyFromFile,
  openDataFolder,
  readStartSettings,
  SettingsError,
} from '../packages/db/src/settings.ts';
import { buildWeb } from './build-web.ts';
import { migrateApart, openDatabase } from './database.ts';
import { keepRunning, type Running } from './keep-running.ts';
import { takeLock } from './lock.ts';
import { usablePort } from './ports.ts';
import { clock, elapsed, say, step } from './say.ts';

const { values: options } = parseArgs({
  options: {
    api: { type: 'string', default: join(checkout, 'apps/api/src/main.ts') },
    publisher: { type: 'string', default: join(checkout, 'apps/publisher/src/main.ts') },
    // Other programs bring their own pages, or none.
    'without-web': { type: 'boolean', default: false },
  },
});

/** How long a process may take to finish what it is doing. */
const drainPatience = 15_000;
/** The same when its database has another address: nothing that it does can be written down any more. */
const movedPatience = 5_000;
/** Two reports of one Ctrl-C: the terminal signals the whole group, and npm passes it on once more. */
const sameKeystroke = 500;

/** Lets a process give back what its start left behind, about half of its memory, without limiting its heap afterwards. */
const flags = ['--expose-gc'];

const begun = performance.now();
const cleanUps: (() => void | Promise<void>)[] = [];
const programs: Running[] = [];
let stopping: { since: number; done: Promise<void> } | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void onSignal());

// npm passes a SIGTERM on to its shell only, and the shell to nobody: when the shell goes, this follows.
const parent = process.ppid;
const followed = process.env['npm_lifecycle_event'] === 'start';
if (followed) setInterval(() => process.ppid !== parent && !stopping && void onSignal(), 500).unref();

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(error instanceof SettingsError || error instanceof Error ? `\n${error.message}` : error);
    await stop(3_000);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const settings = readStartSettings(process.env);
  openDataFolder(settings.dataFolder);
  const logs = join(settings.dataFolder, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });

  const lock = takeLock(settings.dataFolder, settings.publicUrl);
  if (!lock.taken) {
    const { pid, url } = lock.holder;
    throw new Error(
      `Mobilise is running on this data already: ${url} (process ${pid}, data folder ${settings.dataFolder}).\nUse that one, stop it, or set MOBILISE_DATA and PORT for a second installation.`,
    );
  }
  cleanUps.push(lock.release);

  const port = await usablePort(settings.port, settings.host, lock.afterCrash ? drainPatience + 1_000 : 0);
  const publicUrl =
    settings.port === 0 && !process.env['MOBILISE_URL'] ? `http://localhost:${port}` : settings.publicUrl;
  lock.announce(publicUrl);
  const secret = settings.secret ?? keyFromFile(settings.dataFolder);

  const web =
    options['without-web'] || !existsSync(join(checkout, 'apps/web/index.html'))
      ? undefined
      : step('Web app', buildWeb, (built) => (built ? 'built' : 'up to date'));
  // Handled below; without this a build that fails while the database starts would end the process unexplained.
  web?.catch(() => undefined);
  const moved = () => {
    for (const program of programs) program.restart(movedPatience);
  };
  const database = await openDatabase(settings, moved);
  cleanUps.push(database.close);
  const environment = (): NodeJS.ProcessEnv => ({
    NODE_ENV: 'production',
    ...process.env,
    DATABASE_URL: database.url,
    MOBILISE_DATA: settings.dataFolder,
    MOBILISE_SECRET: secret,
    MOBILISE_URL: publicUrl,
    PORT: String(port),
  });
  await step(
    'Schema',
    () => migrateApart(environment()),
    () => 'up to date',
  );
  await web;
  if (stopping) return;

  const launch = (name: 'api' | 'publisher') => {
    const program = keepRunning({
      name,
      args: [...flags, options[name]],
      env: environment,
      logFile: join(logs, `${name}.log`),
      say: (line) => say(`  ${clock()} ${name} ${line}`),
    });
    programs.push(program);
    return program.ready;
  };
  const [api] = await step(
    'API and publisher',
    () => Promise.all([launch('api'), launch('publisher')]),
    () => 'started',
  );
  if (stopping) return;
  say(`\n  Mobilise is ready: ${api.url ?? publicUrl}   (${elapsed(begun)})`);
  if (api.setupUrl) say(`\n  Nobody owns it yet. Set it up with this link, which works once:\n  ${api.setupUrl}`);
  say('\n  Ctrl-C stops it.\n');
}

async function onSignal(): Promise<void> {
  if (!stopping) {
    say('\n  Stopping; what is being sent is finished first. Ctrl-C again hurries.');
    await stop(drainPatience);
    say('  Stopped.');
    process.exit(0);
  }
  if (Date.now() - stopping.since > sameKeystroke) for (const program of programs) program.kill();
}

/** Ends the programs, then the database, then gives the data folder free. */
function stop(patience: number): Promise<void> {
  stopping ??= {
    since: Date.now(),
    done: (async () => {
      await Promise.all(programs.map((program) => program.stop(patience)));
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    })(),
  };
  return stopping.done;
}
