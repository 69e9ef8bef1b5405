import type { Connection } from '@mobilise/db/connect';
import type { Settings } from '@mobilise/db/settings';
import type { Storage } from '@mobilise/media-processing/storage';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Auth } from './auth.ts';
import type { Live } from './live.ts';

/** What the process has, made once at the start and given to whoever binds routes. */
export interface Context {
  settings: Settings;
  db: Connection['db'];
  sql: Connection['sql'];
  storage: Storage;
  boss: PgBoss;
  auth: Auth;
  live: Live;
  log: Logger;
}
