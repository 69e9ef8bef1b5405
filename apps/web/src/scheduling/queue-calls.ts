import { queuePost } from '@mobilise/contracts/queue';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { usePostCalls, usePostChange } from './post-change.ts';
import type { PostCalls } from './send-one.ts';

/** All that sending may take, queueing with it. Apart from the others, whose file the calendar loads first. */
export function useSendCalls(): PostCalls {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  return {
    ...usePostCalls(),
    queue: ({ id: post, version }, override) =>
      change(() => call(queuePost, { params: { workspace, post }, body: { version, ...(override && { override }) } })),
  };
}
