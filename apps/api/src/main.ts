import { errorForLog } from '@mobilise/db/error-log';
import { readSettings } from '@mobilise/db/settings';
import { pino } from 'pino';
import { startApi } from './start.ts';
import { setupNeeded, setupToken } from './team/setup.ts';

const settings = readSettings(process.env);
const log = pino({
  base: { process: 'api' },
  level: settings.logLevel,
  serializers: { error: errorForLog },
});

const api = await startApi(settings, log).catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE';
  log.fatal(
    { error },
    taken ? `PORT ${settings.port} is in use: end what uses it, or set PORT to another.` : 'The API could not start.',
  );
  process.exit(taken ? 98 : 1);
});

const url = settings.port === 0 ? api.url : settings.publicUrl;
const setupUrl = (await setupNeeded(api.context.db)) ? `${url}/setup?token=${setupToken(settings.secret)}` : undefined;
process.send?.({ ready: true, url, setupUrl });
// What starting left behind goes back to the machine; nothing else collects so thoroughly.
globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
log.info({ url }, 'The API is ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'Draining');
    void api.stop().then(() => process.exit(0));
  });
}
