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

/** The parts behind one, in order. */
const behindOf = ({ id, thread }: Threaded) => {
  const at = thread.findIndex(({ postId }) => postId === id);
  return at < 0 ? [] : thread.slice(at + 1);
};

const isComment = (kind: Post['channelKind']) => channelKindOf(kind).thread?.noun === 'comment';
