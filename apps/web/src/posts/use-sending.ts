import { allows } from '@mobilise/contracts/post-states';
import {
  createPost,
  type Post,
  type PostContent,
  publishNow,
  schedulePost,
  unschedulePost,
  updatePost,
} from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { useState } from 'react';
import { call } from '../call.ts';
import { useNewIds } from '../new-id.ts';
import { usePostChange } from '../scheduling/post-change.ts';
import { useWorkspace } from '../session.ts';

/** What is to become of what was composed. */
export type Intent =
  | { what: 'drafts' }
  | { what: 'now'; override?: string }
  | { what: 'schedule'; wallTime: string; disambiguation: 'earlier' | 'later' | null; override?: string };

/** How it went on one channel. A post may exist although what was meant to follow was refused. */
export interface Outcome {
  post: Post | null;
  problem: unknown;
  isDone: boolean;
}

/** Whether its answer was lost, so that nobody knows what it left behind. */
export function isLost({ post, problem }: Outcome): boolean {
  return !post && (!(problem instanceof Problem) || problem.code === 'unavailable' || problem.code === 'internal');
}

export interface Sending {
  channelId: string;
  content: PostContent;
}

/**
 * Sends a composition to its channels one after the other; what succeeded is not done again, what failed stops nobody. The
 * post of a channel has one id for all tries, so that none of them makes a second one.
 */
export function useSending(itemId: string) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const idFor = useNewIds();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [isPending, setPending] = useState(false);

  const make = ({ channelId, content }: Sending, intent: Intent): Promise<Post> => {
    const body = { id: idFor(channelId), itemId, channelId, content };
    const schedule = intent.what === 'schedule' && { schedule: when(intent) };
    return change(() => call(createPost, { params: { workspace }, body: { ...body, ...schedule } }));
  };
  const write = ({ id, version }: Post, content: PostContent): Promise<Post> =>
    change(() => call(updatePost, { params: { workspace, post: id }, body: { version, content } }));
  const carryOut = async (post: Post, intent: Intent): Promise<Post> => {
    const params = { workspace, post: post.id };
    const { version } = post;
    if (intent.what === 'schedule')
      return change(() => call(schedulePost, { params, body: { version, ...when(intent) } }));
    if (intent.what === 'now') {
      const override = intent.override ? { override: intent.override } : {};
      return change(() => call(publishNow, { params, body: { version, ...override } }));
    }
    return allows(post.state, 'unschedule') ? change(() => call(unschedulePost, { params, body: { version } })) : post;
  };

  const sendOne = async (sending: Sending, intent: Intent, before: Outcome | undefined): Promise<Outcome> => {
    let post = before?.post ?? null;
    try {
      const isOld = before !== undefined && (post !== null || isLost(before));
      post ??= await make(sending, intent);
      // What an earlier try made has the words and the time of then.
      if (isOld) post = await write(post, sending.content);
      if (isOld || intent.what === 'now') post = await carryOut(post, intent);
      return { post, problem: null, isDone: true };
    } catch (problem) {
      return { post, problem, isDone: false };
    }
  };

  const send = async (sendings: readonly Sending[], intent: Intent): Promise<ReadonlyMap<string, Outcome>> => {
    setPending(true);
    const next = new Map(outcomes);
    for (const sending of sendings) {
      const before = next.get(sending.channelId);
      if (before?.isDone) continue;
      next.set(sending.channelId, await sendOne(sending, intent, before));
      setOutcomes(new Map(next));
    }
    setPending(false);
    return next;
  };

  return { outcomes, isPending, send };
}

const when = ({ wallTime, disambiguation, override }: Extract<Intent, { what: 'schedule' }>) => ({
  wallTime,
  disambiguation,
  ...(override && { override }),
});
