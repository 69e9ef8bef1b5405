import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { guardedFetch, guardedLookup } from '@mobilise/channels/outgoing-fetch';
import { adapterFor } from '@mobilise/channels/registry';
import { connect } from '@mobilise/db/connect';
import { errorForLog } from '@mobilise/db/error-log';
import { sealingKey } from '@mobilise/db/secrets';
import { openDataFolder, readSettings } from '@mobilise/db/settings';
import { diskStorage } from '@mobilise/media-processing/storage';
import { pino } from 'pino';
import { collect } from './engagement/collect.ts';
import { forgetReaders } from './engagement/forget-readers.ts';
import { readPageViews } from './engagement/page-views.ts';
import { beat, sayGoodbye } from './heartbeat.ts';
import { askQueue, askSubscriber, forgetUnconfirmed } from './letters/ask.ts';
import { sendLate } from './letters/late.ts';
import { workQueues } from './media/queue.ts';
import { probe } from './posts/probe.ts';
import { reconcile } from './posts/reconcile.ts';
import { createSending } from './posts/send-due.ts';
import { sweep } from './posts/sweep.ts';
import { createTick } from './posts/tick.ts';
import { type Publisher, timingOf } from './publisher.ts';
import { eventually, startTable } from './table.ts';

const settings = readSettings(process.env);
const log = pino({
  base: { process: 'publisher' },
  level: settings.logLevel,
  serializers: { error: errorForLog },
});
const timing = timingOf(process.env['PUBLISHER_TIMING']);
const { db, sql, end } = connect(settings, { name: 'mobilise publisher', max: 5, statementTimeout: 20_000 });

const publisher: Publisher = {
  db,
  sql,
  adapterFor,
  log,
  settings,
  storage: diskStorage(join(openDataFolder(settings.dataFolder), 'media')),
  fetch: guardedFetch({ allowPrivate: settings.allowPrivateAddresses, timeout: timing.deadline }),
  lookup: guardedLookup({ allowPrivate: settings.allowPrivateAddresses }),
  workerId: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  key: sealingKey(settings.secret),
  timing,
  held: { at: Number.NEGATIVE_INFINITY },
  monotonic: () => performance.now(),
  random: Math.random,
};
const sending = createSending(publisher);
const ending = new AbortController();
const { tick, expect, prepare, stop: stopTick } = createTick(publisher, sending);

await eventually(log, 'The first heartbeat', () => beat(publisher));
// What starting left behind goes back to the machine before anything is due here; nothing else collects so thoroughly.
globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
const stopTable = startTable(log, {
  // second  minute  hour … : what is done
  '*/5 * * * * *': {
    tick,
    heartbeat: () => beat(publisher),
    sweep: () => sweep(publisher),
    reconcile: () => reconcile(publisher),
  },
  '2-59/5 * * * * *': { prepare },
  '*/15 * * * * *': { probe: () => probe(publisher), letters: () => sendLate(publisher, ending.signal) },
  '*/30 * * * * *': { engagement: () => collect(publisher), pageViews: () => readPageViews(publisher) },
  '7 11 * * * *': {
    forgetReaders: () => forgetReaders(publisher),
    forgetUnconfirmed: () => forgetUnconfirmed(publisher),
  },
});
// The API says `posts_due` when something is scheduled soon; also called after the connection was lost and is back.
const dueSoon = await eventually(log, 'Listening for due posts', () =>
  sql.listen('posts_due', expect, () => expect('')),
);
// Whoever was disconnected may have missed one: then what is on its way is looked at again, which does no harm.
const stopAll = () => {
  publisher.held.at = publisher.monotonic();
};
const switches = await eventually(log, 'Listening for the hold switch', () => sql.listen('holds', stopAll, stopAll));
const queues = await eventually(log, 'The job queue', () => workQueues(publisher, { [askQueue]: askSubscriber }));

process.send?.({ ready: true });
log.info({ worker: publisher.workerId }, 'The publisher is ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain(signal));

/** Claims nothing more, finishes what is under way within its deadline, and ends. */
async function drain(signal: string): Promise<void> {
  log.info({ signal }, 'Draining');
  setTimeout(() => process.exit(1), timing.deadline + 10_000).unref();
  ending.abort();
  stopTick();
  stopTable();
  await Promise.allSettled([dueSoon.unlisten(), switches.unlisten(), sending.stop(), queues.stop()]);
  await sayGoodbye(publisher).catch(() => undefined);
  await end();
  log.info('Ended');
  process.exit(0);
}
