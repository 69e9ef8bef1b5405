import { channelKindOf } from '@mobilise/contracts/channels';
import type { Post, PostCard } from '@mobilise/contracts/posts';
import { sayWallTime } from '@mobilise/contracts/time';

const thisYear = () => new Date().getFullYear();

/** `Mon 30 Nov, 09:00`, with the year when it is not this one. */
export const sayWhen = (wallTime: string) => sayWallTime(wallTime, thisYear());

/** `1 post`, `1,200 posts`. */
export const countPosts = (count: number) => (count === 1 ? '1 post' : `${count.toLocaleString('en-GB')} posts`);

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `Newsroom site and Bluesky`. */
export const sayChannels = (cards: readonly Pick<PostCard, 'channelKind'>[]) =>
  list.format([...new Set(cards.map(({ channelKind }) => channelKindOf(channelKind).label))]);

/** What scheduling came to: `Scheduled for Mon 30 Nov, 09:00.`, and what it waits for, if anything. */
export function sayScheduled(
  posts: readonly Pick<Post, 'state' | 'holdReason' | 'wallTime'>[],
  verb = 'Scheduled for',
): string {
  const at = posts[0]?.wallTime;
  const words = at ? `${verb} ${sayWhen(at)}.` : 'Done.';
  const held = posts.find(({ state }) => state === 'held');
  if (!held) return words;
  if (held.holdReason === 'channel') return `${words} It is held until its channel is ready.`;
  return `${words} It is held until an owner or a lead approves it.`;
}
