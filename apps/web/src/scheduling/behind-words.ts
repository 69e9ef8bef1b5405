import { channelKindOf } from '@mobilise/contracts/channels';
import type { Post } from '@mobilise/contracts/posts';

type Threaded = Pick<Post, 'id' | 'channelKind' | 'thread'>;

/** What does not come when posts that are not out are cancelled, in a sentence; null where nothing is behind them. */
export function sayNotComing(posts: readonly Threaded[]): string | null {
  const behind = posts.map((post) => behindOf(post).length);
  const most = Math.max(0, ...behind);
  if (most === 0) return null;
  if (posts.some(({ channelKind }, at) => behind[at] && isComment(channelKind)))
    return most === 1 ? 'Its first comment does not come then, either.' : 'What follows it does not come then, either.';
  return most === 1
    ? 'The part behind it does not come then, either.'
    : 'The parts behind it do not come then, either.';
}

/**
 * What becomes of the parts behind a post that is out when it is deleted, in sentences; null where there are none, and of a
 * comment, which goes with its post.
 */
export function sayLeftBehind(post: Threaded): string | null {
  const behind = isComment(post.channelKind) ? [] : behindOf(post);
  const stay = behind.filter(({ state }) => state === 'published').map(({ number }) => number);
  const wait = behind.filter(({ state }) => state === null || waiting.has(state)).map(({ number }) => number);
  // A part answers the one before it: what answers the deleted one is stopped, and with it what is behind that.
  const before = post.thread.findLast(({ number, state }) => number < (wait[0] ?? 0) && state !== 'cancelled');
  const isStopped = before?.postId === post.id || before?.state === 'removed';
  const words = [
    stay.length > 0 &&
      `${nameParts(stay)} ${stay.length === 1 ? 'stays' : 'stay'} there, answering something that is gone.`,
    wait.length > 0 && `${nameParts(wait)} ${isStopped ? 'can no longer go out' : 'can still go out'}.`,
  ].filter((sentence) => sentence !== false);
  return words.length > 0 ? words.join(' ') : null;
}

const waiting = new Set<Post['state']>(['draft', 'scheduled', 'claimed', 'held', 'failed']);

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const nameParts = (numbers: readonly number[]) =>
  `${numbers.length === 1 ? 'Part' : 'Parts'} ${list.format(numbers.map(String))}`;

/** The parts behind one, in order. */
const behindOf = ({ id, thread }: Threaded) => {
  const at = thread.findIndex(({ postId }) => postId === id);
  return at < 0 ? [] : thread.slice(at + 1);
};

const isComment = (kind: Post['channelKind']) => channelKindOf(kind).thread?.noun === 'comment';
