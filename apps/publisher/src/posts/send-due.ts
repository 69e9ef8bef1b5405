import { setTimeout as wait } from 'node:timers/promises';
import { isRemote } from '@mobilise/channels/registry';
import type { Publisher } from '../publisher.ts';
import { type Claimed, claimDue } from './claim.ts';
import { createLane, type Lane } from './lane.ts';
import { createSettler } from './settler.ts';

/** Posts claimed by one statement. */
const batch = 500;
/** Posts claimed and not yet sent, above which a lane gets no more. */
const fullLane = 1000;
/** Milliseconds that results may take to be written at the end. */
const patience = 10_000;

/** The part of the publisher that sends. */
export interface Sending {
  /** Claims and sends everything that is due. Called again while it runs, it looks once more. */
  run: () => Promise<void>;
  /** The remote channels that have as much to do as they can take. */
  busy: () => string[];
  /** Resolves when everything claimed so far is settled. */
  idle: () => Promise<void>;
  /** Claims nothing more, finishes what is being sent, gives back the rest. */
  stop: () => Promise<void>;
}

/** claim → prepare → intent → send → settle, each in batches; one lane a channel, so that none waits for another. */
export function createSending(publisher: Publisher): Sending {
  const settler = createSettler(publisher);
  const lanes = new Map<string, Lane>();
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let leftOut = 0;
  let progress = Promise.withResolvers<void>();

  const waiting = () => lanes.values().reduce((sum, lane) => sum + lane.waiting(), 0);
  const isFull = (name: string) => (lanes.get(name)?.waiting() ?? 0) >= fullLane;
  const busy = () => [...lanes.keys()].filter((name) => name !== newsrooms && isFull(name));
  const onProgress = () => {
    progress.resolve();
    progress = Promise.withResolvers();
    // A channel was left out while it was full, and now it has room: there may be more for it.
    if (busy().length < leftOut)
      void sending.run().catch((error: unknown) => publisher.log.error({ error }, 'Due posts could not be claimed'));
  };
  const hand = (claimed: readonly Claimed[]) => {
    for (const [name, claims] of Map.groupBy(claimed, laneOf)) {
      const lane = lanes.get(name) ?? createLane(publisher, settler, onProgress);
      lanes.set(name, lane);
      lane.push(claims);
    }
  };
  const round = async () => {
    try {
      while (again && !stopped) {
        again = false;
        await claimAll();
      }
    } finally {
      // In the same breath as the last look at `again`: a call in between would be lost.
      running = null;
    }
  };
  const claimAll = async () => {
    for (let taken = batch; taken > 0 && !stopped; ) {
      const except = busy();
      leftOut = except.length;
      const claims = await claimDue(publisher, { limit: batch, except });
      taken = claims.taken;
      hand(claims.claimed);
      forgetIdle(lanes);
      // Never for a remote channel: one that does not answer would keep all others waiting.
      while (isFull(newsrooms) && !stopped) await progress.promise;
    }
  };

  const sending: Sending = {
    busy,
    run: () => {
      again = true;
      if (stopped) return Promise.resolve();
      running ??= round();
      return running;
    },
    idle: async () => {
      await running;
      while (waiting() > 0) await Promise.race([progress.promise, wait(20)]);
      await settler.flushed();
    },
    stop: async () => {
      stopped = true;
      onProgress();
      await running?.catch(() => undefined);
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
      await settler.drain(patience);
    },
  };
  return sending;
}

const newsrooms = 'newsrooms';

/** All newsroom sites share a lane: they are this database, so one is as fast as another. */
function laneOf({ kind, channelId }: Claimed): string {
  return isRemote(kind) ? channelId : newsrooms;
}

function forgetIdle(lanes: Map<string, Lane>): void {
  if (lanes.size < 100) return;
  for (const [name, lane] of lanes) if (lane.waiting() === 0) lanes.delete(name);
}
