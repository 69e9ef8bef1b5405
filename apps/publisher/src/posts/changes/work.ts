import { isRemote, type RemoteKind } from '@mobilise/channels/registry';
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

  const changes: Changes = {
    run: async () => {
      if (stopped) return;
      const claims = await claimChanges(publisher, { limit: batch, except: [...working.keys()] });
      for (const [channelId, group] of Map.groupBy(claims, ({ channelId }) => channelId))
        working.set(channelId, work(channelId, group));
    },
    idle: async () => {
      while (working.size > 0) await Promise.all(working.values());
    },
    stop: async () => {
      stopped = true;
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
  if (!channel || (await takeTokens(publisher, { ...claim, kind: channelKind }, 1)) < 1) return false;
  await onChannel(publisher, claim, channelKind, channel);
  return true;
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

async function onChannel(
  publisher: Publisher,
  claim: ClaimedChange,
  kind: RemoteKind,
  channel: ChannelRow,
): Promise<void> {
  const { log, timing, random, sql } = publisher;
  const change = await prepareChange(publisher, claim).catch(async (error: unknown) => {
    if (!(error instanceof MediaError)) throw error;
    const advice = 'Choose another picture, or leave it out; then edit it again.';
    await setAside(publisher, claim, { state: 'refused', message: error.detail, advice });
    return null;
  });
  if (!change) return;
  const { remoteId } = change;
  if (remoteId === null) {
    const message = 'Nobody knows by what name the channel has this post.';
    const advice = `${change.kind === 'edit' ? 'Edit' : 'Delete'} it there by hand, then say so here.`;
    await setAside(publisher, claim, { state: 'needs_person', message, advice });
    return;
  }
  const adapter = await publisher.adapterFor(kind);
  const since = publisher.monotonic();
  const tries = await sql.begin((tx) => intendChange(publisher, tx, change));
  if (tries === null) return;
  const outcome = await carryOut(publisher, { adapter, channel, change, remoteId, since });
  const settlement = settlementOfChange(change.kind, tries, outcome, { quiet: timing.quiet / 1000, random });
  const sign = signOf(channel.id, outcome);
  // A channel that needs a person is marked first, or the change would be claimed again at once.
  if (sign) await noteHealth(publisher, [sign]);
  const isWritten = await settleChange(sql, change, settlement);
  log.info({ change: change.id, kind: change.kind, isWritten, ...settlement }, 'Changed on its channel');
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
