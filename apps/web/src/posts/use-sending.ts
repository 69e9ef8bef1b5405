import {
  createPost,
  type Post,
  type PostContent,
  publishNow,
  schedulePost,
  updatePost,
} from '@mobilise/contracts/posts';
import { useState } from 'react';
import { call } from '../call.ts';
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

export interface Sending {
  channelId: string;
  content: PostContent;
}

/** Sends a composition to its channels one after the other; what succeeded is not done again, what failed stops nobody. */
export function useSending(itemId: string) {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [isPending, setPending] = useState(false);

  const sendOne = async ({ channelId, content }: Sending, intent: Intent, before: Post | null): Promise<Outcome> => {
    let post = before;
    try {
      const schedule = intent.what === 'schedule' ? when(intent) : undefined;
      if (!post) {
        post = await change(() =>
          call(createPost, {
            params: { workspace },
            body: { itemId, channelId, content, ...(schedule && { schedule }) },
          }),
        );
        if (intent.what !== 'now') return { post, problem: null, isDone: true };
      } else {
        // A draft of the first try: it takes the words as they are now.
        const { id, version } = post;
        post = await change(() => call(updatePost, { params: { workspace, post: id }, body: { version, content } }));
      }
      const { id, version } = post;
      if (schedule) {
        post = await change(() =>
          call(schedulePost, { params: { workspace, post: id }, body: { version, ...schedule } }),
        );
      } else if (intent.what === 'now') {
        const override = intent.override ? { override: intent.override } : {};
        post = await change(() =>
          call(publishNow, { params: { workspace, post: id }, body: { version, ...override } }),
        );
      }
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
      next.set(sending.channelId, await sendOne(sending, intent, before?.post ?? null));
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
