import type { Adapter, Outcome, OutgoingPost } from '@mobilise/channels/adapter';
import type { ChannelKindName } from '@mobilise/contracts/channels';
import { noAnswerWithin, ourWords } from '@mobilise/contracts/failure-words';
import { SealError } from '@mobilise/db/secrets';
import { type ChannelRow, connectionTo } from '../connection.ts';
import type { Publisher } from '../publisher.ts';
import { wordsOf } from '../words.ts';
import type { SendOutcome } from './retry.ts';

/** Whether a kind of channel writes to a list, a letter a reader. */
export function isListed(kind: ChannelKindName | undefined): boolean {
  return kind === 'email';
}

/**
 * Sends one post once, within the deadline. `since` is the monotonic time just before its intent was written: when too
 * much of the lease is gone to finish inside it (this process was stopped, say), or the hold switch was pressed since, not one
 * byte leaves.
 */
export async function sendOnce(
  publisher: Publisher,
  {
    adapter,
    channel,
    post,
    fence,
    since,
    ending = new AbortController().signal,
  }: {
    adapter: Adapter;
    channel: ChannelRow;
    post: OutgoingPost;
    fence: number;
    since: number;
    /** Aborted when this process is about to end: a list stops between two letters. */
    ending?: AbortSignal;
  },
): Promise<SendOutcome> {
  const { timing, monotonic, log } = publisher;
  // A list takes as long as it takes: each of its letters has a deadline, and the lease is renewed while they leave.
  const deadline = isListed(channel.kind) ? new AbortController().signal : AbortSignal.timeout(timing.deadline);
  let connection: ReturnType<typeof connectionTo>;
  try {
    connection = connectionTo(publisher, channel, deadline, { id: post.postId, fence, ending });
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return {
      outcome: 'refused',
      message: error.message,
      advice: 'Connect the channel again.',
      retryAfter: null,
      reconnect: true,
    };
  }
  // Nothing may come between these looks and the call.
  if (since <= publisher.held.at) return { outcome: 'abandoned', message: ourWords.held };
  if (monotonic() - since > timing.lease - timing.deadline - timing.margin) {
    return {
      outcome: 'abandoned',
      message: ourWords.stalled,
    };
  }
  const late = Promise.withResolvers<Outcome>();
  const giveUp = () => late.resolve({ outcome: 'unknown', message: noAnswerWithin(timing.deadline) });
  deadline.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([adapter.publish(post, connection), late.promise]);
  } catch (error) {
    // An adapter throws only for a fault of ours, and then nobody knows what has left.
    log.error({ error }, 'The adapter failed');
    return { outcome: 'unknown', message: wordsOf(error) };
  } finally {
    deadline.removeEventListener('abort', giveUp);
  }
}
