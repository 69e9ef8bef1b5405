import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, connect, isConnectionError } from '@mobilise/db/connect';
import { type EmbeddedServer, startEmbedded } from '@mobilise/db/embedded';
import { migrate } from '@mobilise/db/migrate';

/** A PostgreSQL with its durability as it ships, which can be hurt. */
export interface Database extends Pick<Connection, 'db' | 'sql'> {
  url: string;
  /** Ends some connections of publishers. */
  dropConnections: (count: number) => Promise<void>;
  /** Ends the server, at once (SIGQUIT, as a crash) or in order (SIGINT), and starts it again on the same data. */
  restart: (signal: 'SIGQUIT' | 'SIGINT') => Promise<void>;
  stop: () => Promise<void>;
}

export async function startDatabase(folder: string): Promise<Database> {
  const options = {
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    config: { max_connections: '100' },
    disposable: true,
  };
  let server: EmbeddedServer = await startEmbedded(options);
  await migrate(server.url);
  const connection = connect(server.url, { max: 4, name: 'mobilise torture' });
  return {
    db: connection.db,
    sql: connection.sql,
    url: server.url,
    dropConnections: async (count) => {
      await connection.sql`
        select pg_terminate_backend(pid) from (
          select pid from pg_stat_activity where application_name = 'mobilise publisher' order by random() limit ${count}
        ) chosen`;
    },
    restart: async (signal) => {
      process.kill(server.pid, signal);
      await server.gone;
      server = await startEmbedded(options);
      // The pool finds out by itself; until then its first query fails.
      for (;;) {
        try {
          await connection.sql`select 1`;
          return;
        } catch (error) {
          if (!isConnectionError(error)) throw error;
          await wait(100);
        }
      }
    },
    stop: async () => {
      await connection.end();
      await server.stop();
    },
  };
}
