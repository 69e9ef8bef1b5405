import type { PostCard } from '@mobilise/contracts/posts';

/** Whether a post has no time ahead, so that the queue may give it one: it never had any, or missed it. */
export function needsTime({ state, holdReason }: Pick<PostCard, 'state' | 'holdReason'>): boolean {
  if (state === 'held') return holdReason === 'late' || holdReason === 'switch';
  return state === 'draft' || state === 'failed' || state === 'cancelled';
}
