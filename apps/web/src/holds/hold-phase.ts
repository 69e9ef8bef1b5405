import type { Hold } from '@mobilise/contracts/holds';
import type { PostCard } from '@mobilise/contracts/posts';

/** A hold lies ahead, or is pressed while something is still leaving, or nothing leaves any more. */
export type Phase = 'ahead' | 'stopping' | 'in_force';

/** @param now milliseconds */
export function phaseOf({ startsAt, inForceAt }: Pick<Hold, 'startsAt' | 'inForceAt'>, now: number): Phase {
  if (inForceAt) return 'in_force';
  return Date.parse(startsAt) > now ? 'ahead' : 'stopping';
}

/** Milliseconds: how often to look whether what was on its way has left, and how late a turn may be noticed. */
const look = 3000;
const margin = 250;
const aDay = 86_400_000;

/** Milliseconds until one of the holds begins, comes into force or ends by itself; false when none will. */
export function untilNextTurn(
  holds: readonly Pick<Hold, 'startsAt' | 'endsAt' | 'inForceAt'>[],
  now: number,
): number | false {
  if (holds.some((hold) => phaseOf(hold, now) === 'stopping')) return look;
  const turns = holds
    .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    .map((at) => (at ? Date.parse(at) - now : 0))
    .filter((left) => left > 0);
  // A timer cannot be set for more than 24 days.
  return turns.length > 0 && Math.min(...turns, aDay) + margin;
}

/** Whether a hold that is pressed covers a post, as far as its card tells: tags are not on it. */
export function keeps({ target }: Pick<Hold, 'target'>, card: Pick<PostCard, 'channelId' | 'campaignId'>): boolean {
  if (target.kind === 'channel') return target.id === card.channelId;
  if (target.kind === 'campaign') return target.id === card.campaignId;
  return target.kind === 'everything';
}
