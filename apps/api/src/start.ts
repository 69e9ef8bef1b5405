import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from '@mobilise/db/connect';
import { queueDatabase } from '@mobilise/db/queue';
import { openDataFolder, type Settings } from '@mobilise/db/settings';
import { diskStorage } from '@mobilise/media-processing/storage';
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { createAuth } from './auth.ts';
import type { Context } from './context.ts';
import { createLive } from './live.ts';

export interface RunningApi {
  url: string;
  context: Context;
  /** Ends streams, lets requests finish, flushes counts, closes the database. */
  stop: () => Promise<void>;
}

/** Starts the API; resolves when it listens. */
export async function startApi(settings: Settings, log: Logger): Promise<RunningApi> {
  const connection = connect(settings, { name: 'mobilise api', max: 10, statementTimeout: 20_000 });
  const { db } = connection;
  const boss = new PgBoss({
    db: queueDatabase(connection.sql, fromDrizzle(db, sql)),
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => log.error({ error }, 'The job queue reported an error'));
  await boss.start();
  await boss.createQueue('render-asset');
  await boss.createQueue('ask-subscriber');
  const live = await createLive(connection.sql, log);
  const storage = diskStorage(join(openDataFolder(settings.dataFolder), 'media'));
  const context: Context = {
    settings,
    db,
    sql: connection.sql,
    storage,
    boss,
    live,
    log,
    auth: createAuth(settings, db, log),
  };
  const { app, drain } = createApp(context);
  const server = createServer(app);
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    context,
    stop: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      await live.close();
      server.closeIdleConnections();
      await ended;
      await drain();
      await boss.stop({ graceful: false });
      await connection.end();
    },
  };
}

function listen(server: Server, { port, host }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
