import { isRemote, type RemoteKind } from '@mobilise/channels/registry';
import { shareHoldLock } from '@mobilise/db/holds';
import { MediaError } from '@mobilise/media-processing/errors';
import { type ChannelRow, channelsById } from '../../connection.ts';
import type { Publisher } from '../../publisher.ts';
import { noteHealth, type Sign } from '../health.ts';
import { takeTokens } from '../pace.ts';
import { carryOut } from './carry-out.ts';
import { type ClaimedChange, claimChanges, releaseChanges } from './claim.ts';
import { intendChange } from './intend.ts';
import { prepareChange } from './prepare.ts';
import { setAside, settleChange } from './settle.ts';
import { type ChangeOutcome, settlementOfChange } from './settlement.ts';

/** Changes claimed by one statement. */
const batch = 20;
/** Seconds that a channel rests when its platform said that a limit is reached, but not for how long. */
const usualRest = 60;

/** The part of the publisher that changes what is out. */
export interface Changes {
  /** Claims what is due and begins it; what is slow on one channel keeps no other waiting. */
  run: () => Promise<void>;
  /** Resolves when everything claimed so far is settled. */
  idle: () => Promise<void>;
  /** Claims nothing more and finishes what is being done. */
  stop: () => Promise<void>;
}

/** claim → prepare → intent → do → settle, one change of a channel after the other. */
export function createChanges(publisher: Publisher): Changes {
  const { log } = publisher;
  const working = new Map<string, Promise<void>>();
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  const work = async (channelId: string, claims: readonly ClaimedChange[]) => {
    const end = publisher.monotonic() + publisher.timing.lease / 2;
    let left = [...claims];
    for (const claim of claims) {
      // A slow channel: what has waited for half of its lease is claimed afresh.
      if (stopped || publisher.monotonic() > end) break;
      left = left.slice(1);
      try {
        const isDone = await doOne(publisher, claim);
        if (isDone) continue;
        left = [claim, ...left];
        break;
      } catch (error) {
        // Claims run out by themselves, and intents are swept.
        log.error({ error, change: claim.id }, 'A change could not be done; it is taken up again');
      }
    }
    await releaseChanges(publisher, left).catch(() => log.warn('Claims could not be given back; their leases end'));
    working.delete(channelId);
  };

  // One look at a time: two would each begin work on the same channel.
  const runUntilQuiet = async () => {
    try {
      while (again && !stopped) {
        again = false;
        const claims = await claimChanges(publisher, { limit: batch, except: [...working.keys()] });
        for (const [channelId, group] of Map.groupBy(claims, ({ channelId }) => channelId))
          working.set(channelId, work(channelId, group));
      }
    } finally {
      // In the same breath as the last look at `again`: a call in between would be lost.
      running = null;
    }
  };

  const changes: Changes = {
    run: () => {
      again = true;
      running ??= runUntilQuiet();
      return running;
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working.values());
    },
    stop: async () => {
      stopped = true;
      await running;
      await Promise.all(working.values());
    },
  };
  return changes;
}

/** Does one change, if its channel may be used now. Answers false when the channel rests. */
async function doOne(publisher: Publisher, claim: ClaimedChange): Promise<boolean> {
  const { channelKind, channelId } = claim;
  if (!isRemote(channelKind)) {
    await onNewsroom(publisher, claim);
    return true;
  }
  const [channel] = (await channelsById(publisher, [channelId])).values();
  return channel !== undefined && onChannel(publisher, claim, channelKind, channel);
}

/** The site shows what the table says, so intent and result are one transaction and nothing about it can be unknown. */
async function onNewsroom(publisher: Publisher, claim: ClaimedChange): Promise<void> {
  const { sql, log } = publisher;
  await sql.begin(async (tx) => {
    if ((await intendChange(publisher, tx, { ...claim, payload: null })) === null) return;
    const settlement = { state: 'done', message: null, advice: null, remoteUrl: null, delay: 0 } as const;
    await settleChange(tx, claim, settlement);
  });
  log.info({ change: claim.id, kind: claim.kind }, 'Changed on the newsroom');
}

/** Answers false when the channel rests. */
async function onChannel(
  publisher: Publisher,
  claim: ClaimedChange,
  kind: RemoteKind,
  channel: ChannelRow,
): Promise<boolean> {
  const { log, timing, random, sql } = publisher;
  const change = await prepareChange(publisher, claim).catch(async (error: unknown) => {
    if (!(error instanceof MediaError)) throw error;
    const advice = 'Choose another picture, or leave it out; then edit it again.';
    await setAside(publisher, claim, { state: 'refused', message: error.detail, advice });
    return null;
  });
  if (!change) return true;
  const { remoteId } = change;
  if (remoteId === null) {
    const message = 'Nobody knows by what name the channel has this post.';
    const advice = `${change.kind === 'edit' ? 'Edit' : 'Delete'} it there by hand, then say so here.`;
    await setAside(publisher, claim, { state: 'needs_person', message, advice });
    return true;
  }
  const adapter = await publisher.adapterFor(kind);
  const since = publisher.monotonic();
  const tries = await sql.begin(async (tx) => {
    // In this order everywhere: who presses the hold switch waits for no row that we have locked.
    const locked = tx.unsafe(shareHoldLock).execute();
    const [, got] = await Promise.all([locked, takeTokens({ sql: tx }, { channelId: channel.id, kind }, 1)]);
    return got < 1 ? 'rests' : intendChange(publisher, tx, change);
  });
  if (tries === 'rests') return false;
  if (tries === null) return true;
  const outcome = await carryOut(publisher, { adapter, channel, change, remoteId, since });
  const settlement = settlementOfChange(change.kind, tries, outcome, { quiet: timing.quiet / 1000, random });
  const sign = signOf(channel.id, outcome);
  // A channel that needs a person is marked first, or the change would be claimed again at once.
  if (sign) await noteHealth(publisher, [sign]);
  const isWritten = await settleChange(sql, change, settlement);
  log.info({ change: change.id, kind: change.kind, isWritten, ...settlement }, 'Changed on its channel');
  return true;
}

function signOf(channelId: string, outcome: ChangeOutcome): Sign | null {
  switch (outcome.change) {
    case 'done':
    case 'gone':
      return { channelId, error: null };
    case 'abandoned':
      return null;
    case 'unknown': {
      const advice = 'What is out may not be changed yet. It is tried again; nothing needs to be done.';
      return { channelId, error: { message: outcome.message, advice, reconnect: false, rest: null, ill: true } };
    }
    case 'refused': {
      const { message, advice, reconnect = false, again = false, limited, retryAfter } = outcome;
      const rest = limited ? (retryAfter ?? usualRest) : null;
      return { channelId, error: { message, advice, reconnect, rest, ill: again && !limited } };
    }
  }
}
