import type { Change } from '@mobilise/channels/adapter';
import { mostTries, waitAfter } from '../retry.ts';

/** What a change came to: what the adapter said, or that nothing was sent after all. */
export type ChangeOutcome = Change | { change: 'abandoned' };

/** As the row will say it. `delay` in seconds from now. */
export interface ChangeSettlement {
  state: 'done' | 'planned' | 'unconfirmed' | 'refused' | 'needs_person';
  message: string | null;
  advice: string | null;
  remoteUrl: string | null;
  delay: number;
}

const lookThere = 'Look at the channel. Then have it tried again, or say that you have done it by hand.';

/**
 * What becomes of a change after a try. What nobody can vouch for is done again, since twice does no harm, but not before what
 * is on its way has arrived: `quiet` seconds. Pure.
 */
export function settlementOfChange(
  kind: 'edit' | 'remove',
  tries: number,
  outcome: ChangeOutcome,
  { quiet, random }: { quiet: number; random: () => number },
): ChangeSettlement {
  const plain = { message: null, advice: null, remoteUrl: null, delay: 0 };
  switch (outcome.change) {
    case 'done':
      return { ...plain, state: 'done', remoteUrl: outcome.remoteUrl ?? null };
    case 'gone':
      if (kind === 'remove') return { ...plain, state: 'done' };
      return {
        ...plain,
        state: 'refused',
        message: 'It is not there any more.',
        advice: 'Somebody may have deleted it there. Then remove it here, too, so that this record is right.',
      };
    case 'unknown':
      if (tries >= mostTries) return { ...plain, state: 'needs_person', message: outcome.message, advice: lookThere };
      return {
        ...plain,
        state: 'unconfirmed',
        message: outcome.message,
        delay: Math.max(quiet, waitAfter(tries, null, random)),
      };
    case 'abandoned':
      return { ...plain, state: 'planned' };
    case 'refused': {
      const { message, advice, reconnect, again, retryAfter = null } = outcome;
      // One that has to be reconnected is claimed no more until it is; one that is paused would be asked again and again.
      if ((again || reconnect) && tries < mostTries)
        return { ...plain, state: 'planned', message, advice, delay: waitAfter(tries, retryAfter, random) };
      return { ...plain, state: 'refused', message, advice };
    }
  }
}
