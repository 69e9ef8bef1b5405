import { getPost, type PostCard } from '@mobilise/contracts/posts';
import { Problem } from '@mobilise/contracts/problems';
import { call } from '../call.ts';
import { useCan, useWorkspace } from '../session.ts';
import { showNotice, showProblem } from '../ui/toast.tsx';
import { sayScheduled } from './own-words.ts';
import { usePostCalls } from './post-change.ts';
import { isAsTakenOff, sayNotBack, sayTakenOff, type TakenOff, wayBack } from './putting-back.ts';

/** Makes drafts of the posts of a card, and offers to put them back on their time. Answers whether all of them are drafts. */
export function useTakeOff(): (cards: readonly PostCard[]) => Promise<boolean> {
  const { id: workspace } = useWorkspace();
  const { schedule, unschedule } = usePostCalls();
  const mayApprove = useCan('items.approve');
  return async (cards) => {
    const read = ({ id: post }: { id: string }) => call(getPost, { params: { workspace, post } });
    const takeOff = async (card: PostCard): Promise<TakenOff> => {
      const { queued } = await read(card);
      return { card, queued, draft: await unschedule(card) };
    };
    const answers = await Promise.allSettled(cards.map(takeOff));
    for (const answer of answers) if (answer.status === 'rejected') showProblem(answer.reason);
    const off = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const back = off.flatMap((one) => {
      const when = wayBack(one, mayApprove);
      return when ? [{ ...one, when }] : [];
    });
    const undo = async () => {
      const putBack = async (one: (typeof back)[number]) => {
        if (!isAsTakenOff(one, await read(one.draft))) throw new Problem('stale_version', 'It was changed meanwhile.');
        return schedule(one.draft, one.when);
      };
      const answers = await Promise.allSettled(back.map(putBack));
      const posts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      if (posts.length > 0) showNotice({ text: sayScheduled(posts, 'Back on') });
      for (const [index, { card, when }] of back.entries()) {
        const answer = answers[index];
        if (answer?.status === 'rejected') showNotice({ text: sayNotBack(card, when, answer.reason), tone: 'wrong' });
      }
    };
    // What cannot all be put back is not put back in part.
    const isUndone = off.length > 0 && back.length === off.length;
    if (off.length > 0) {
      showNotice({
        text: sayTakenOff(off, { of: cards.length, isUndone }),
        ...(isUndone && { action: { label: 'Undo', run: () => void undo() } }),
      });
    }
    return off.length === cards.length;
  };
}
