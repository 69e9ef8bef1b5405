// Runs apart from the launcher, so that Drizzle's memory is given back when it is done.
import { setTimeout as wait } from 'node:timers/promises';
import { isConnectionError } from '../packages/db/src/connect.ts';
import { migrate } from '../packages/db/src/migrate.ts';

const url = process.env['DATABASE_URL'] ?? '';
const place = URL.canParse(url) ? new URL(url).host : 'DATABASE_URL';
/** A database that starts at the same time as this, as in a compose file, is up by then. */
const patience = Date.now() + 30_000;

for (;;) {
  try {
    await migrate(url);
    break;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!isConnectionError(error)) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      console.error(`The database at ${place} could not be brought up to date. ${reason}${cause}`);
      process.exit(1);
    }
    if (Date.now() > patience) {
      console.error(`The database at ${place} does not answer (DATABASE_URL). ${reason}`);
      process.exit(1);
    }
    await wait(500);
  }
}
