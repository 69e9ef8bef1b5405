import { isRemote } from '@mobilise/channels/registry';
import { shareHoldLock } from '@mobilise/db/holds';
import { channelsById } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { type Claimed, release } from './claim.ts';
import { noteHealth, type Sign } from './health.ts';
import { intend } from './intend.ts';
import { publishOnNewsroom } from './newsroom.ts';
import { takeTokens } from './pace.ts';
import { prepare } from './prepare.ts';
import { type SendOutcome, settlementOf } from './retry.ts';
import { isListed, sendOnce } from './send.ts';
import type { Settler } from './settler.ts';
import { failUnfit } from './unfit.ts';

/** Requests to one channel at a time. */
const atOnce = 8;
/** Posts that one intent covers: few on a slow channel, so that none waits long between intent and sending. */
const smallest = 8;
const largest = 500;
/** Milliseconds that the posts of one intent should take. */
const wanted = 500;

/** Seconds that a channel rests when its platform said that a limit is reached, but not for how long. */
const usualRest = 60;

/** Posts claimed for one channel, or for all newsroom sites, on their way out in order. */
export interface Lane {
  push: (claims: readonly Claimed[]) => void;
  /** Posts not settled yet. */
  waiting: () => number;
  /** Finishes what is being sent and gives back the rest. */
  stop: () => Promise<void>;
}

/**
 * One channel's way out, apart from all others: what is slow or broken here keeps nobody else waiting. `onProgress` is
 * called whenever some posts have left.
 */
export function createLane(publisher: Publisher, settler: Settler, onProgress: () => void): Lane {
  const { log } = publisher;
  let queue: Claimed[] = [];
  let underWay = 0;
  let size = smallest;
  /** By the monotonic clock: when the oldest claim of the queue came. */
  let filledAt = 0;
  let running: Promise<void> | null = null;
  const ending = new AbortController();

  const giveBack = async (claims: readonly Claimed[]) => {
    await release(publisher, claims).catch(() => log.warn('Claims could not be given back; their leases end'));
  };
  const run = async () => {
    while (queue.length > 0 && !ending.signal.aborted) {
      // The channel is slower than leases last: what waits is for whoever comes to it first, rather than for the sweep.
      if (publisher.monotonic() - filledAt > publisher.timing.lease / 2) {
        await giveBack(queue.splice(0));
        onProgress();
        break;
      }
      const group = queue.splice(0, isListed(queue[0]?.kind) ? 1 : size);
      underWay = group.length;
      const started = performance.now();
      try {
        const left = await sendGroup(publisher, settler, group, ending.signal);
        // The channel rests: what it cannot take now is for whoever is there when it can.
        if (left.length > 0) await giveBack([...left, ...queue.splice(0)]);
      } catch (error) {
        // Claims run out by themselves, and intents are swept.
        log.error(
          { error, posts: group.map(({ id }) => id) },
          'A group of posts could not be sent; the sweep takes care of them',
        );
      }
      underWay = 0;
      const took = performance.now() - started;
      size = Math.round(Math.min(largest, Math.max(smallest, size * Math.min(4, wanted / took))));
      onProgress();
    }
    running = null;
  };

  return {
    push: (claims) => {
      if (queue.length === 0) filledAt = publisher.monotonic();
      queue.push(...claims);
      running ??= run();
    },
    waiting: () => queue.length + underWay,
    stop: async () => {
      ending.abort();
      const rest = queue;
      queue = [];
      await Promise.all([running, giveBack(rest)]);
    },
  };
}

/** Sends what the channel's pace allows; answers the rest, untouched. */
async function sendGroup(
  all: Publisher,
  settler: Settler,
  claims: readonly Claimed[],
  ending: AbortSignal,
): Promise<Claimed[]> {
  const [first] = claims;
  if (!first) return [];
  // Every line from here on says which channel it is about, and which post when there is one.
  const publisher = isRemote(first.kind) ? { ...all, log: all.log.child({ channel: first.channelId }) } : all;
  if (!isRemote(first.kind)) {
    const published = new Map((await publishOnNewsroom(publisher, claims)).map(({ id, attempt }) => [id, attempt]));
    for (const { id, channelId } of claims) {
      const attempt = published.get(id);
      if (attempt !== undefined)
        publisher.log.info(
          { post: id, channel: channelId, attempt, outcome: 'published', state: 'published' },
          'Settled',
        );
    }
    await noteHealth(
      publisher,
      claims.filter(({ id }) => published.has(id)).map(({ channelId }) => ({ channelId, error: null })),
    );
    return [];
  }
  const [adapter, channels, { ready, unfit }] = await Promise.all([
    publisher.adapterFor(first.kind),
    channelsById(publisher, [first.channelId]),
    prepare(publisher, claims),
  ]);
  await failUnfit(publisher, unfit);
  const channel = channels.get(first.channelId);
  if (!channel || ready.length === 0) return [];

  const payloads = new Map(ready.map(({ id, payload }) => [id, payload]));
  const since = publisher.monotonic();
  const { got, intended } = await publisher.sql.begin(async (tx) => {
    // In this order everywhere: who presses the hold switch waits for no row that we have locked.
    const locked = tx.unsafe(shareHoldLock).execute();
    const [, got] = await Promise.all([locked, takeTokens({ sql: tx }, first, ready.length)]);
    return { got, intended: await intend(publisher, tx, ready.slice(0, got)) };
  });
  const left = new Set(ready.slice(got).map(({ id }) => id));
  const sendOne = async (post: (typeof intended)[number]) => {
    const payload = payloads.get(post.id);
    if (!payload) return;
    const about = { channel: channel.id, attempt: post.attempt };
    const log = publisher.log.child({ post: post.id, attempt: post.attempt });
    log.debug('Sending');
    const outcome = await sendOnce(
      { ...publisher, log },
      { adapter, channel, post: payload, fence: post.fence, since, ending },
    );
    settler.add(settlementOf(post, outcome, publisher.random), signOf(channel.id, outcome), about);
  };
  // The first goes alone: a token that has to be renewed is renewed once, not by eight requests at the same time.
  const [alone, ...others] = intended;
  if (alone) await sendOne(alone);
  await inParallel(others, sendOne);
  return claims.filter(({ id }) => left.has(id));
}

async function inParallel<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async () => {
    for (const one of left) await run(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
}

/** What a send tells of its channel; null where it tells nothing. */
function signOf(channelId: string, outcome: SendOutcome): Sign | null {
  if (outcome.outcome === 'refused' && outcome.ours) return null;
  switch (outcome.outcome) {
    case 'published':
      return { channelId, error: null };
    case 'unknown':
      return {
        channelId,
        error: {
          message: outcome.message,
          advice: 'It is being found out whether the post arrived; nothing needs to be done.',
          reconnect: false,
          rest: null,
          ill: true,
        },
      };
    case 'refused':
    case 'failed': {
      const { message, advice, reconnect = false } = outcome;
      const limited = outcome.outcome === 'refused' && outcome.limited;
      return {
        channelId,
        error: {
          message,
          advice,
          reconnect,
          rest: limited ? (outcome.retryAfter ?? usualRest) : null,
          // Of a post, or of a limit, the channel is not ill.
          ill: outcome.outcome === 'refused' && !limited && !reconnect,
        },
      };
    }
    case 'waiting':
    case 'abandoned':
      return null;
  }
}
