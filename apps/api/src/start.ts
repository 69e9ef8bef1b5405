import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from '@mobilise/db/connect';
import { queueDatabase } from '@mobilise/db/queue';
import { openDataFolder, type Settings } from '@mobilise/db/settings';
import { createWorkQueues } from '@mobilise/db/work-queues';
import { openStorage } from '@mobilise/media-processing/open-storage';
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

/**
 * Milliseconds for which a connection at rest stays open: longer than proxies keep theirs to us (nginx 60 s, AWS's balancers 60 s), or
 * a request that takes one up as we close it is lost. Node's own 5 s are shorter than all of them.
 */
const keepAliveTimeout = 75_000;

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
  await createWorkQueues(boss);
  await boss.createQueue('ask-subscriber');
  const live = await createLive(connection.sql, log);
  const folder = join(openDataFolder(settings.dataFolder), 'media');
  const storage = await openStorage({ ...settings, folder }, (error) => log.warn({ error }, 'Uploads have to wait'));
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
  const server = createServer({ keepAliveTimeout }, app);
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    context,
    stop: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      live.close();
      // Also those that come to rest from now on.
      const closing = setInterval(() => server.closeIdleConnections(), 50);
      await ended;
      clearInterval(closing);
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
