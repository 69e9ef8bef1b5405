import { channelKindOf } from '@mobilise/contracts/channels';
import type { Post, ThreadPart } from '@mobilise/contracts/posts';
import { sayWhen } from '../scheduling/own-words.ts';

type Threaded = Pick<Post, 'id' | 'channelKind' | 'state' | 'wallTime' | 'thread'>;

/** What a part is called: `Part 2 of 5`, or `First comment`. */
export function namePart({ channelKind, thread }: Pick<Post, 'channelKind' | 'thread'>, number: number): string {
  if (!isComment(channelKind)) return `Part ${number} of ${thread.length}`;
  return number === 1 ? 'The post' : 'First comment';
}

/**
 * What the parts that are still to come wait for; null where none is. `now` is the present wall time where the post is: a part
 * keeps the time for which its thread was scheduled, and that may be over.
 */
export function sayWaiting(post: Threaded, now: string): string | null {
  const last = post.thread.findLast(({ postId }) => postId !== null);
  if (!last || last === post.thread.at(-1) || last.state === 'published' || last.state === 'removed') return null;
  const what = isComment(post.channelKind) ? 'The comment follows' : 'What comes after it follows';
  const isThis = last.postId === post.id;
  const at = isThis && post.state === 'scheduled' && post.wallTime && post.wallTime > now ? post.wallTime : null;
  return `${what} once ${isThis ? 'this' : nameShort(post, last)} is out${at ? `, ${sayWhen(at)}` : ''}.`;
}

const nameShort = ({ channelKind }: Threaded, { number }: ThreadPart) =>
  isComment(channelKind) ? 'the post' : `part ${number}`;

const isComment = (kind: Post['channelKind']) => channelKindOf(kind).thread?.noun === 'comment';
