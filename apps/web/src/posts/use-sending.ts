import { useState } from 'react';
import { useSendCalls } from '../scheduling/queue-calls.ts';
import { type Intent, type Outcome, type Sending, sendOne } from '../scheduling/send-one.ts';

/** Sends a composition to its channels one after the other; what succeeded is not done again, what failed stops nobody. */
export function useSending() {
  const calls = useSendCalls();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [isPending, setPending] = useState(false);

  const send = async (sendings: readonly Sending[], intent: Intent): Promise<ReadonlyMap<string, Outcome>> => {
    setPending(true);
    const next = new Map(outcomes);
    for (const sending of sendings) {
      const before = next.get(sending.channelId);
      if (before?.isDone) continue;
      next.set(sending.channelId, await sendOne(calls, sending, intent, before));
      setOutcomes(new Map(next));
    }
    setPending(false);
    return next;
  };

  return { outcomes, isPending, send };
}
