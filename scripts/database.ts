import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '../packages/db/src/embedded.ts';
import type { StartSettings } from '../packages/db/src/settings.ts';
import { clock, say, step } from './say.ts';

export interface LaunchedDatabase {
  /** Address by now; another one after `moved` was called. */
  url: string;
  /** Stops what was started or taken over here; a server named by DATABASE_URL is left alone. */
  close(): Promise<void>;
}

const healthyAfter = 60_000;
const longestDelay = 10_000;

/**
 * The database of the settings: the one of DATABASE_URL, or the embedded one, which is started again when it ends by
 * itself. `moved` is called when its address changes, because its port was taken in between.
 */
export async function openDatabase(settings: StartSettings, moved: () => void): Promise<LaunchedDatabase> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, close: async () => undefined };
  const logs = join(settings.dataFolder, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const logFile = join(logs, 'postgres.log');
  const open = () => startEmbedded({ folder: join(settings.dataFolder, 'postgres'), logFile });

  let server = await step('Database', open, (opened) =>
    opened.adopted ? 'taken over, it was running' : opened.created ? 'created' : 'started',
  );
  let closing = false;
  const database: LaunchedDatabase = {
    url: server.url,
    close: async () => {
      closing = true;
      await server.stop();
    },
  };

  const watch = async (): Promise<void> => {
    let delay = 100;
    let since = Date.now();
    for (;;) {
      await server.gone;
      if (closing) return;
      delay = Date.now() - since > healthyAfter ? 100 : Math.min(delay * 2, longestDelay);
      say(`  ${clock()} database has ended; starting it again in ${delay / 1000} s (${logFile} says more)`);
      await wait(delay);
      if (closing) return;
      try {
        since = Date.now();
        server = await open();
        // Asked to stop while it was starting: nobody else knows this server yet.
        if (closing) return void (await server.stop());
        say(`  ${clock()} database is back`);
      } catch (error) {
        say(`  ${clock()} ${error instanceof Error ? error.message : error}`);
        continue;
      }
      if (server.url !== database.url) {
        database.url = server.url;
        moved();
      }
    }
  };
  void watch();
  return database;
}

/** Brings the database of DATABASE_URL to the newest schema, in a process of its own. Throws a sentence for the person. */
export function migrateApart(env: NodeJS.ProcessEnv): Promise<void> {
  const script = join(import.meta.dirname, 'migrate.ts');
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let reason = '';
  child.stderr.on('data', (chunk) => {
    reason += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(reason.trim()))));
  });
}
