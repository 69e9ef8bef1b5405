import type { Hold, HoldTarget } from '@mobilise/contracts/holds';
import { sayInstant } from '@mobilise/contracts/time';
import { countPosts } from '../scheduling/own-words.ts';
import { phaseOf } from './hold-phase.ts';

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What a hold covers, within a sentence. */
function sayCovers({ target, covers }: Pick<Hold, 'target' | 'covers'>): string {
  if (target.kind === 'campaign') return `the campaign “${covers}”`;
  if (target.kind === 'tag') return `everything tagged “${covers}”`;
  return covers;
}

/** A hold in a line for everybody: what is true, who said so and when, and how many posts it is about. */
export function sayHold(hold: Hold, zone: string, now: Date): { title: string; by: string; count: string | null } {
  const { reason, startsAt, endsAt, createdAt, by, held, ahead } = hold;
  const what = sayCovers(hold);
  const at = (instant: string) => sayInstant(instant, zone, now);
  const kept = held > 0 ? `${countPosts(held)} kept` : null;
  const pressed = `${by}, ${at(createdAt)}`;
  switch (phaseOf(hold, now.getTime())) {
    case 'ahead':
      return {
        title: `From ${at(startsAt)}${endsAt ? ` to ${at(endsAt)}` : ''} ${what} is on hold: ${reason}`,
        by: pressed,
        count: ahead > 0 ? `${countPosts(ahead)} in that time` : null,
      };
    case 'stopping':
      return {
        title: 'Stopping: what is on its way is still leaving',
        by: `${capital(what)}, ${reason}. ${pressed}`,
        count: kept,
      };
    case 'in_force':
      return {
        title: `${capital(what)} is on hold${endsAt ? ` until ${at(endsAt)}` : ''}: ${reason}`,
        by: pressed,
        count: kept,
      };
  }
}

const objects: Record<HoldTarget, string> = {
  everything: 'everything',
  channel: 'this channel',
  campaign: 'this campaign',
  tag: 'this tag',
};

/** The verb on the button: `Hold everything now`, `Hold this tag from Tue 1 Dec, 00:00`; `''` for a time that is not known yet. */
export const sayPress = (kind: HoldTarget, from: string | null) =>
  `Hold ${objects[kind]} ${from === null ? 'now' : `from ${from || '…'}`}`;

/** What pressing came to. */
export function sayPressed(hold: Hold, zone: string, now: Date): string {
  const phase = phaseOf(hold, now.getTime());
  if (phase === 'ahead') return `${sayHold(hold, zone, now).title}.`;
  if (phase === 'stopping')
    return 'The switch is pressed. Something is still leaving; the line above says when it has.';
  return `${capital(sayCovers(hold))} is on hold. Nothing of it leaves any more.`;
}
