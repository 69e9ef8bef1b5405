import type { Post, PostCard } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { disambiguationOf, wallTimeOf } from '@mobilise/contracts/time';
import { wordsOf } from '../ui/form-problem.tsx';
import { sayChannels, sayWhen } from './own-words.ts';
import type { When } from './send-one.ts';

/** A post that was taken off the calendar: as it stood there, and as the draft that it is now. */
export interface TakenOff {
  card: PostCard;
  /** Whether its time came from the channel's queue. */
  queued: boolean;
  draft: Post;
}

/**
 * Where scheduling puts a post back that was taken off; null where that is not as it was: its time is over, its slot in the queue
 * is free for others, it waited for an approval, or a role that may approve would approve with it what nobody has (decision 008).
 */
export function wayBack({ card, queued, draft }: TakenOff, mayApprove: boolean, now = new Date()): When | null {
  const { wallTime, zone, dueAt, holdReason } = card;
  if (!wallTime || !zone || wallTime < wallTimeOf(now, zone)) return null;
  if (queued || holdReason === 'approval') return null;
  if (mayApprove && draft.revision.number !== draft.newestRevision) return null;
  return { wallTime, disambiguation: dueAt === null ? null : disambiguationOf(dueAt, zone) };
}

/** What was taken off, and when it was to go out: to that time Undo puts it back. */
export function sayTakenOff(posts: readonly TakenOff[], { of, isUndone }: { of: number; isUndone: boolean }): string {
  const [first] = posts;
  if (!first) return '';
  const { title, wallTime } = first.card;
  const where = posts.length < of ? ` on ${sayChannels(posts.map(({ card }) => card))}` : '';
  const words = `“${title}” is off the calendar${where}, and a draft again.`;
  if (!wallTime) return words;
  return `${words} ${isUndone ? 'Undo puts it back on' : 'It was planned for'} ${sayWhen(wallTime)}.`;
}

/** Whether nobody wrote anything since it was taken off that would go out with it: drafts follow the newest revision. */
export const isAsTakenOff = ({ draft }: TakenOff, now: Post): boolean =>
  now.revision.id === draft.revision.id && now.newestRevision === draft.newestRevision;

/** Why a post that was taken off stays a draft. */
export function sayNotBack({ title }: PostCard, { wallTime }: When, problem: unknown): string {
  const why =
    problem instanceof Problem && problem.code === 'stale_version'
      ? 'It was changed meanwhile; look at it, and schedule it again if you still want to.'
      : wordsOf(problem).detail;
  return `“${title}” was not put back on ${sayWhen(wallTime)}. ${why}`;
}
