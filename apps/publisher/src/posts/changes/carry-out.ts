import type { Adapter, Change as Answer } from '@mobilise/channels/adapter';
import { noAnswerWithin } from '@mobilise/contracts/failure-words';
import { SealError } from '@mobilise/db/secrets';
import { type ChannelRow, connectionTo } from '../../connection.ts';
import type { Publisher } from '../../publisher.ts';
import { wordsOf } from '../../words.ts';
import type { Change } from './prepare.ts';
import type { ChangeOutcome } from './settlement.ts';

/**
 * Does one change once, within the deadline. `since` is the monotonic time just before its intent was written: when too much
 * of the lease is gone to finish inside it, or an edit's turn came before the hold switch was pressed, not one byte leaves.
 */
export async function carryOut(
  publisher: Publisher,
  {
    adapter,
    channel,
    change,
    remoteId,
    since,
  }: { adapter: Adapter; channel: ChannelRow; change: Change; remoteId: string; since: number },
): Promise<ChangeOutcome> {
  const { timing, monotonic, log } = publisher;
  const deadline = AbortSignal.timeout(timing.deadline);
  const { id, fence, kind, payload } = change;
  let connection: ReturnType<typeof connectionTo>;
  try {
    connection = connectionTo(publisher, channel, deadline, { id, fence, change: true });
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { change: 'refused', message: error.message, advice: 'Connect the channel again.', reconnect: true };
  }
  // Nothing may come between these looks and the call.
  if (kind === 'edit' && since <= publisher.held.at) return { change: 'abandoned' };
  if (monotonic() - since > timing.lease - timing.deadline - timing.margin) return { change: 'abandoned' };
  const late = Promise.withResolvers<Answer>();
  const giveUp = () => late.resolve({ change: 'unknown', message: noAnswerWithin(timing.deadline) });
  deadline.addEventListener('abort', giveUp, { once: true });
  try {
    const answer = payload ? adapter.edit?.(remoteId, payload, connection) : adapter.remove?.(remoteId, connection);
    if (!answer) throw new Error(`${channel.kind} has no way to ${kind} a post`);
    return await Promise.race([answer, late.promise]);
  } catch (error) {
    log.error({ change: id, error }, 'The adapter failed');
    return { change: 'unknown', message: wordsOf(error) };
  } finally {
    deadline.removeEventListener('abort', giveUp);
  }
}
