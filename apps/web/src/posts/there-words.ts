import { type PostState, stateWords } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { sayInstant } from '@mobilise/contracts/time';
import { sayWhen } from '../scheduling/own-words.ts';

/** What its public has seen or is to see. A draft is nobody's yet, and what failed or was taken back is not there. */
const there: ReadonlySet<PostState> = new Set([
  'scheduled',
  'held',
  'claimed',
  'sending',
  'unconfirmed',
  'needs_person',
  'published',
]);

export type There = Pick<PostCard, 'id' | 'channelId' | 'state' | 'wallTime' | 'publishedAt'>;

/** The item's posts that its channel has or is to get, newest first, other than the one being made. */
export function findThere<T extends There>(posts: readonly T[], channelId: string, own?: string): T[] {
  return posts.filter((post) => post.channelId === channelId && post.id !== own && there.has(post.state));
}

/** `published Mon 30 Nov, 09:00`; `scheduled, Mon 30 Nov, 09:00`. */
export function sayThere({ state, wallTime, publishedAt }: There, zone: string): string {
  if (state === 'published' && publishedAt) return `published ${sayInstant(publishedAt, zone)}`;
  const words = stateWords[state].label.toLowerCase();
  return wallTime ? `${words}, ${sayWhen(wallTime)}` : words;
}

/** Says that nothing was sent to these channels, whose names they are, because they got the item meanwhile. */
export function sayMeanwhile(names: readonly string[]): string {
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${list.format(names)} got this item meanwhile and ${are} not chosen any more. Nothing was sent just now: go on without ${them}, or choose ${them} again for a second post.`;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
