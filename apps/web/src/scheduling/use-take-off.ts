import type { PostCard } from '@mobilise/contracts/posts';
import { useCan } from '../session.ts';
import { showNotice, showProblem } from '../ui/toast.tsx';
import { sayScheduled } from './own-words.ts';
import { usePostCalls } from './post-change.ts';
import { sayNotBack, sayTakenOff, type TakenOff, wayBack } from './putting-back.ts';

/** Makes drafts of the posts of a card, and offers to put them back on their time. Answers whether all of them are drafts. */
export function useTakeOff(): (cards: readonly PostCard[]) => Promise<boolean> {
  const { schedule, unschedule } = usePostCalls();
  const mayApprove = useCan('items.approve');
  return async (cards) => {
    const answers = await Promise.allSettled(cards.map(unschedule));
    for (const answer of answers) if (answer.status === 'rejected') showProblem(answer.reason);
    const off = cards.flatMap((card, index): TakenOff[] => {
      const answer = answers[index];
      return answer?.status === 'fulfilled' ? [{ card, draft: answer.value }] : [];
    });
    const back = off.flatMap((one) => {
      const when = wayBack(one, mayApprove);
      return when ? [{ ...one, when }] : [];
    });
    const undo = async () => {
      const answers = await Promise.allSettled(back.map(({ draft, when }) => schedule(draft, when)));
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
