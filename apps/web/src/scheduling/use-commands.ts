import { type PostCard, removePost, retryPost } from '@mobilise/contracts/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';
import { useWorkspace } from '../session.ts';
import { showNotice, showProblem } from '../ui/toast.tsx';
import { usePostChange } from './post-change.ts';
import { useTakeOff } from './use-take-off.ts';

type Command = 'unschedule' | 'retry' | 'remove';

/** Does what needs no question, to every post of a card; one that is refused does not stop the others. */
export function useCommands(): (command: Command, cards: readonly PostCard[]) => Promise<boolean> {
  const { id: workspace } = useWorkspace();
  const change = usePostChange();
  const client = useQueryClient();
  const takeOff = useTakeOff();
  const { mutateAsync: remove } = useMutation({
    meta: { shown: true },
    mutationFn: (post: string) => call(removePost, { params: { workspace, post } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts', workspace] }),
  });
  return async (command, cards) => {
    if (command === 'unschedule') return takeOff(cards);
    const runs = cards.map(({ id: post, version }) => {
      if (command === 'remove') return remove(post);
      return change(() => call(retryPost, { params: { workspace, post }, body: { version } }));
    });
    const answers = await Promise.allSettled(runs);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    for (const { reason } of refused) showProblem(reason);
    const title = cards[0]?.title ?? '';
    if (refused.length === 0) showNotice({ text: said[command](title) });
    return refused.length === 0;
  };
}

const said: Record<Exclude<Command, 'unschedule'>, (title: string) => string> = {
  retry: (title) => `“${title}” is being sent again.`,
  remove: (title) => `“${title}” is removed.`,
};
