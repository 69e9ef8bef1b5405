import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { guardedDownload, guardedFetch, guardedLookup } from '@mobilise/channels/outgoing-fetch';
import { adapterFor } from '@mobilise/channels/registry';
import { connect } from '@mobilise/db/connect';
import { errorForLog } from '@mobilise/db/error-log';
import { sealingKey } from '@mobilise/db/secrets';
import { openDataFolder, readSettings } from '@mobilise/db/settings';
import { openStorage } from '@mobilise/media-processing/open-storage';
import { pino } from 'pino';
import { collect } from './engagement/collect.ts';
import { forgetReaders } from './engagement/forget-readers.ts';
import { readPageViews } from './engagement/page-views.ts';
import { beat, sayFfmpeg, sayGoodbye } from './heartbeat.ts';
import { askQueue, askSubscriber, forgetUnconfirmed } from './letters/ask.ts';
import { sendLate } from './letters/late.ts';
import { listenForCancelled } from './media/cancelling.ts';
import { sweepLeftOver } from './media/left-over.ts';
import { purgeBin } from './media/purge.ts';
import { createQueues } from './media/queue.ts';
import { remakeOutdated } from './media/reconcile.ts';
import { compareStorage } from './media/stored-files.ts';
import { freeStuck } from './media/stuck.ts';
import { sweepChanges } from './posts/changes/sweep.ts';
import { createChanges } from './posts/changes/work.ts';
import { followTzData } from './posts/follow-tz-data.ts';
import { planSeries } from './posts/plan-series.ts';
import { freeLeftBehind, probe } from './posts/probe.ts';
import { reconcile } from './posts/reconcile.ts';
import { forgetAuthorisations, noteEnded, renewAhead } from './posts/renew.ts';
import { createSending } from './posts/send-due.ts';
import { sweep } from './posts/sweep.ts';
import { createTick } from './posts/tick.ts';
import { type Publisher, timingOf } from './publisher.ts';
import { eventually, startTable } from './table.ts';

const settings = readSettings(process.env);
const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
const log = pino({
  base: { process: 'publisher', worker: workerId },
  level: settings.logLevel,
  serializers: { error: errorForLog },
});
const folder = join(openDataFolder(settings.dataFolder), 'media');
const storage = await openStorage({ ...settings, folder }, (error) => log.warn({ error }, 'Pictures have to wait'));
const timing = timingOf(process.env['PUBLISHER_TIMING']);
const { db, sql, end } = connect(settings, { name: 'mobilise publisher', max: 5, statementTimeout: 20_000 });

let ffmpeg: ReturnType<Publisher['ffmpeg']> | undefined;
/** Loaded when the first recording is made. */
async function findFfmpeg() {
  const { openFfmpeg } = await import('@mobilise/media-processing/ffmpeg');
  const found = await openFfmpeg(settings.ffmpeg);
  log.info(
    { source: found.source, version: found.version, notes: found.notes },
    'Audio and video are made by this ffmpeg',
  );
  return found;
}

const publisher: Publisher = {
  db,
  sql,
  adapterFor,
  log,
  settings,
  storage,
  ffmpeg: () => {
    ffmpeg ??= findFfmpeg().catch((error: unknown) => {
      ffmpeg = undefined;
      throw error;
    });
    return ffmpeg;
  },
  fetch: guardedFetch({ allowPrivate: settings.allowPrivateAddresses, timeout: timing.deadline }),
  download: guardedDownload({ allowPrivate: settings.allowPrivateAddresses }),
  lookup: guardedLookup({ allowPrivate: settings.allowPrivateAddresses }),
  workerId,
  key: sealingKey(settings.secret),
  timing,
  held: { at: Number.NEGATIVE_INFINITY },
  monotonic: () => performance.now(),
  wallClock: () => Date.now(),
  random: Math.random,
};
const sending = createSending(publisher);
const changes = createChanges(publisher);
const queues = createQueues(publisher, { [askQueue]: askSubscriber });
const ending = new AbortController();
let beating: Promise<void> = Promise.resolve();
const { tick, expect, prepare, stop: stopTick } = createTick(publisher, sending);

await eventually(log, 'The first heartbeat', () => beat(publisher));
// What starting left behind goes back to the machine before anything is due here; nothing else collects so thoroughly.
globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
const stopTable = startTable(log, {
  // second  minute  hour … : what is done
  '*/5 * * * * *': {
    tick,
    heartbeat: () => {
      beating = beat(publisher);
      return beating;
    },
    sweep: () => Promise.all([sweep(publisher), sweepChanges(publisher)]),
    changes: changes.run,
    reconcile: () => reconcile(publisher),
  },
  '2-59/5 * * * * *': { prepare },
  '*/15 * * * * *': {
    probe: () => probe(publisher),
    leftBehind: () => freeLeftBehind(publisher),
    letters: () => sendLate(publisher, ending.signal),
  },
  '*/30 * * * * *': { engagement: () => collect(publisher), pageViews: () => readPageViews(publisher) },
  '40 * * * * *': {
    renew: () => renewAhead(publisher),
    noteEnded: () => noteEnded(publisher),
    forgetAuthorisations: () => forgetAuthorisations(publisher),
  },
  '50 * * * * *': {
    ffmpeg: () => sayFfmpeg(publisher),
    stuck: () => freeStuck(publisher, queues.request),
    outdated: () => remakeOutdated(publisher, queues.request),
  },
  '11 23 3 * * *': {
    tzData: () => followTzData(publisher),
    series: () => planSeries(publisher),
    storage: () => compareStorage(publisher, queues.request),
    bin: () => purgeBin(publisher),
    leftOver: () => sweepLeftOver(publisher),
  },
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
const change = () => {
  void changes
    .run()
    .catch((error: unknown) => log.error({ error }, 'Changes could not be claimed; the next tick does'));
};
const asked = await eventually(log, 'Listening for changes of what is out', () =>
  sql.listen('post_changes', change, change),
);
const cancelled = await eventually(log, 'Listening for what is cancelled', () => listenForCancelled(publisher));
await eventually(log, 'The job queue', queues.start);

process.send?.({ ready: true });
log.info('The publisher is ready');

// A new Node may have brought new tz data, and what the night's round would have made is made now.
const compare = () => compareStorage(publisher, queues.request);
for (const duty of [followTzData, planSeries, sweepLeftOver, compare])
  await duty(publisher).catch((error: unknown) =>
    log.error({ error }, 'Could not be done at the start; it is at night'),
  );

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain(signal));

/** Claims nothing more, finishes what is under way within its deadline, and ends. */
async function drain(signal: string): Promise<void> {
  log.info({ signal }, 'Draining');
  setTimeout(() => process.exit(1), timing.deadline + 10_000).unref();
  ending.abort();
  stopTick();
  stopTable();
  await Promise.allSettled([
    dueSoon.unlisten(),
    switches.unlisten(),
    asked.unlisten(),
    cancelled.unlisten(),
    sending.stop(),
    changes.stop(),
    queues.stop(),
  ]);
  // A beat on its way would say again that this publisher lives.
  await beating.catch(() => undefined);
  await sayGoodbye(publisher).catch(() => undefined);
  await end();
  log.info('Ended');
  process.exit(0);
}
