import { type PostContent, postContent } from '@mobilise/contracts/post-content';
import { allows } from '@mobilise/contracts/post-states';
import type { createPost, Post } from '@mobilise/contracts/posts';
import { Problem, type ProblemCode } from '@mobilise/contracts/problems';
import type { RouteInput } from '@mobilise/contracts/route';

export interface When {
  wallTime: string;
  disambiguation: 'earlier' | 'later' | null;
  override?: string;
}

/** What is to become of what was composed. */
export type Intent =
  | { what: 'drafts' }
  | { what: 'now'; override?: string }
  | { what: 'queue'; override?: string }
  | ({ what: 'schedule' } & When);

type Versioned = Pick<Post, 'id' | 'version'>;

/** What the server can be asked; each answers the post as it stands then. */
export interface PostCalls {
  /** With an id that exists already it changes nothing. */
  make: (body: RouteInput<typeof createPost>['body']) => Promise<Post>;
  write: (post: Versioned, content: PostContent) => Promise<Post>;
  schedule: (post: Versioned, when: When) => Promise<Post>;
  publish: (post: Versioned, override?: string) => Promise<Post>;
  /** Gives it the next free slot of its channel. */
  queue: (post: Versioned, override?: string) => Promise<Post>;
  unschedule: (post: Versioned) => Promise<Post>;
}

export interface Sending {
  /** The post's id, the same for all tries, so that none of them makes a second one. */
  id: string;
  itemId: string;
  channelId: string;
  /** Left out, the server writes what fits the channel. */
  content?: PostContent;
}

/** How it went on one channel. A post may exist although what was meant to follow was refused. */
export interface Outcome {
  /** As it was last seen. */
  post: Post | null;
  problem: unknown;
  isDone: boolean;
  /** Whether an answer was lost since then, so that nobody knows how it stands. */
  isUnsure: boolean;
}

/**
 * Brings one post to what is wanted of it. Every try begins with how the post stands now, for an earlier one may have done
 * all or part of it. One that is on its way, or out, is left alone.
 */
export async function sendOne(calls: PostCalls, sending: Sending, intent: Intent, before?: Outcome): Promise<Outcome> {
  let post: Post | null = null;
  try {
    post = await calls.make(intent.what === 'schedule' ? { ...sending, schedule: whenOf(intent) } : sending);
    if (allows(post.state, 'edit')) {
      const { content } = sending;
      if (content && !isSame(content, post.content)) post = await calls.write(post, content);
      post = await carryOut(calls, post, intent);
    }
    return { post, problem: null, isDone: true, isUnsure: false };
  } catch (problem) {
    const isUnsure = isLost(problem) || (!post && before?.isUnsure === true);
    return { post: post ?? before?.post ?? null, problem, isDone: false, isUnsure };
  }
}

async function carryOut(calls: PostCalls, post: Post, intent: Intent): Promise<Post> {
  if (intent.what === 'now') return calls.publish(post, intent.override);
  if (intent.what === 'queue') return isQueued(post) ? post : calls.queue(post, intent.override);
  if (intent.what === 'schedule') return isFor(post, intent) ? post : calls.schedule(post, whenOf(intent));
  return allows(post.state, 'unschedule') ? calls.unschedule(post) : post;
}

const whenOf = ({ wallTime, disambiguation, override }: When): When => ({
  wallTime,
  disambiguation,
  ...(override && { override }),
});

/** Whether an earlier try gave it a slot: another would be another slot. */
const isQueued = (post: Post) => post.queued && waits(post);

/** Whether it waits for that time already: scheduling it again would only be one more entry in the log. */
const isFor = (post: Post, when: When) =>
  waits(post) && post.wallTime === when.wallTime && post.disambiguation === when.disambiguation;

const waits = (post: Post) =>
  post.state === 'scheduled' || (post.state === 'held' && post.holdReason !== 'late' && post.holdReason !== 'moved');

const isSame = (one: PostContent, other: PostContent) => plain(one) === plain(other);
/** The keys in the order of the contract. */
const plain = (content: PostContent) => JSON.stringify(postContent.parse(content));

const isLost = (problem: unknown) =>
  !(problem instanceof Problem) || problem.code === 'unavailable' || problem.code === 'internal';

/** Refusals that stand until something other than the post is changed, or its time is. */
const lasting: ReadonlySet<ProblemCode> = new Set([
  'forbidden',
  'not_found',
  'rights_ended',
  'time_past',
  'time_skipped',
  'wrong_state',
]);

/** Whether the same, tried again, may come to something: with the words, the reason or the choice that was asked for, or by itself. */
export const mayHelpAgain = (problem: unknown): boolean => !(problem instanceof Problem && lasting.has(problem.code));
