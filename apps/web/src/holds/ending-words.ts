import type { Hold } from '@mobilise/contracts/holds';
import { countPosts } from '../scheduling/own-words.ts';
import { phaseOf } from './hold-phase.ts';

/** What ending a hold does, before it is done. */
export function sayEnding(
  hold: Pick<Hold, 'startsAt' | 'inForceAt' | 'held' | 'ahead' | 'keptByOthers'>,
  now: Date,
): string {
  const { held, ahead, keptByOthers } = hold;
  if (phaseOf(hold, now.getTime()) === 'ahead')
    return keptByOthers.ahead === 0
      ? 'It has not begun. Posts go out at their times, as if it had not been.'
      : `It has not begun. ${sayComing(ahead, keptByOthers.ahead)}`;
  const [wait, them] = held === 1 ? ['waits', 'it'] : ['wait', 'them'];
  return [
    held === 0
      ? 'It has kept nothing so far.'
      : `${countPosts(held)} ${wait}, and none goes out by itself: on the next page you send ${them}, choose new times or spread ${them} out.`,
    keptByOthers.held > 0 && sayStillCovered(held, keptByOthers.held),
    ahead > 0 && sayComing(ahead, keptByOthers.ahead),
  ]
    .filter(Boolean)
    .join(' ');
}

/** That posts which wait cannot leave yet. */
function sayStillCovered(held: number, others: number): string {
  const [which, leave] =
    held === 1 ? ['it', 'it leaves'] : [others === held ? 'all of them' : `${others} of them`, 'they leave'];
  return `Another hold covers ${which} as well: ${leave} only once that is over, too.`;
}

/** What becomes of posts that are still to come, some of which other holds keep. */
function sayComing(ahead: number, others: number): string {
  const free = ahead - others;
  if (others === 0)
    return `${countPosts(ahead)} still to come ${ahead === 1 ? 'goes out at its time' : 'go out at their times'}.`;
  if (free === 0) return `${countPosts(ahead)} still to come ${ahead === 1 ? 'is' : 'are'} kept by another hold.`;
  return `Of ${countPosts(ahead)} still to come, another hold keeps ${others}; ${free === 1 ? 'one goes out at its time' : `${free} go out at their times`}.`;
}

/** What ending came to, once it is done. */
export function sayEnded({ held, keptByOthers }: Pick<Hold, 'held' | 'keptByOthers'>): string {
  const remaining = keptByOthers.held + keptByOthers.ahead;
  return [
    held === 0
      ? 'The hold is ended. It kept nothing.'
      : `The hold is ended. ${countPosts(held)} ${held === 1 ? 'waits' : 'wait'} here.`,
    remaining > 0 && `Another hold still keeps ${countPosts(remaining)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
