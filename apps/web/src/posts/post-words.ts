import { type ChannelKindName, channelKindOf } from '@mobilise/contracts/channels';
import { sayFailure } from '@mobilise/contracts/failure-words';
import type { PostContent } from '@mobilise/contracts/post-content';
import { sayHeld, stateWords } from '@mobilise/contracts/post-states';
import type { Post } from '@mobilise/contracts/posts';
import { sayDate, sayInstant, wallTimeOf } from '@mobilise/contracts/time';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { sayWhen } from '../scheduling/own-words.ts';

/** Whose text it is: the channel by its name, with its kind where the name does not tell it. */
export function sayTextFor(kind: ChannelKindName, name: string): string {
  const { label } = channelKindOf(kind);
  return name.toLowerCase().includes(label.toLowerCase()) ? `Text for ${name}` : `Text for ${name} (${label})`;
}

/** What follows a post by itself, in words; null for nothing. */
export function sayFollowing(kind: ChannelKindName, { thread = [] }: PostContent): string | null {
  if (thread.length === 0) return null;
  if (channelKindOf(kind).thread?.noun === 'comment') return 'Followed by a first comment';
  return thread.length === 1 ? 'Followed by one part' : `Followed by ${thread.length} parts`;
}

/** How a post stands, in a sentence for a person who has to do something about it or need not. */
export function sayState({
  state,
  holdReason,
  files,
  hold,
  wallTime,
  publishedAt,
  zone,
  ended,
}: Pick<Post, 'state' | 'holdReason' | 'files' | 'hold' | 'wallTime' | 'publishedAt' | 'zone'> &
  Partial<Pick<Post, 'ended'>>): string {
  if (state === 'published' && publishedAt) return `Published ${sayInstant(publishedAt, zone ?? 'UTC')}.`;
  if (state === 'removed' && publishedAt) return `Removed. It was published ${sayInstant(publishedAt, zone ?? 'UTC')}.`;
  if (state === 'scheduled' && files && wallTime)
    return `Planned for ${sayWhen(wallTime)}, but it will be held then. ${sayHeld({ holdReason, files })}`;
  if (state === 'scheduled' && wallTime) return `Goes out ${sayWhen(wallTime)}.`;
  if (state === 'held' && hold)
    return `${hold.by} pressed the hold switch: ${hold.reason}. When the hold is over, send it, give it a new time, or drop it.`;
  if (state === 'held' && holdReason === 'consent' && ended)
    return ended.length > 0
      ? 'It is held: it carries what may not be used any more.'
      : 'What it was held for is not in it any more, or may be used again. Give it a time, publish it now, or drop it.';
  if (state === 'held') return sayHeld({ holdReason, files });
  return stateWords[state].sentence;
}

/** Whether a post carries what may not be used any more, today or later: no other time helps it. */
export const isStuck = ({ ended }: Pick<Post, 'ended'>): boolean => ended.some(({ until }) => until === null);

/** What helps a post that carries what may not be used at its time. */
export function sayWayOut({ ended }: Pick<Post, 'ended'>): string {
  const lasts = ended.map(({ until }) => until ?? '').sort()[0];
  const place = ended.every(({ show }) => show) ? 'choose another cover' : 'take it out or choose another';
  return lasts
    ? `Give it a time until ${sayDate(lasts)}, ${place}, or renew what ends.`
    : `No other time helps: ${place}, renew what has ended, or cancel the post.`;
}

/** What to do about its failure; null where nothing is to be sent any more. */
export function adviceFor({ state, advice }: Pick<Post, 'state' | 'advice'>): string | null {
  return state === 'published' || state === 'removed' || state === 'cancelled' ? null : advice;
}

/** When what is out was last changed there; null where it was not, or is not out any more. */
export function sayEdited({ state, editedAt, zone }: Pick<Post, 'state' | 'editedAt' | 'zone'>): string | null {
  return state === 'published' && editedAt
    ? `What is out was last changed ${sayInstant(editedAt, zone ?? 'UTC')}.`
    : null;
}

/** What that sentence leaves open about the time: the plan, unless it went or goes out just then, and whose clock it is by. */
export function sayPlan({
  state,
  wallTime,
  publishedAt,
  zone,
  disambiguation,
}: Pick<Post, 'state' | 'wallTime' | 'publishedAt' | 'zone' | 'disambiguation'>): string | null {
  if (!wallTime || !zone) return null;
  const isSaid = publishedAt ? wallTimeOf(publishedAt, zone) === wallTime : state === 'scheduled';
  const words = [
    !isSaid && `Planned for ${sayWhen(wallTime)}.`,
    disambiguation &&
      `The clocks go back that day: it is the ${disambiguation === 'earlier' ? 'first' : 'second'} ${wallTime.slice(11)}.`,
    isForeign(zone) && `Times of ${sayZone(zone)}.`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(' ') : null;
}

const outcomes: Record<NonNullable<Post['attempts'][number]['outcome']>, string> = {
  published: 'The channel took it.',
  refused: 'The channel refused it.',
  failed: 'It could not be sent.',
  unknown: 'No answer came: it may have arrived.',
  waiting: 'The channel was still at work on it.',
  abandoned: 'The publisher stopped during it.',
};

/** One try at sending, in plain words. */
export function sayAttempt({ outcome, message }: Post['attempts'][number]): string {
  const words = outcome ? outcomes[outcome] : 'Under way.';
  return message ? `${words} ${sayFailure(message)}` : words;
}

/** `1.2 s`, `3 min`: how long a try took. */
export function sayDuration(from: string, to: string): string {
  const milliseconds = new Date(to).getTime() - new Date(from).getTime();
  if (milliseconds < 1000) return `${Math.max(milliseconds, 0)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}
