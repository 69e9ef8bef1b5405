import { holdWords } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { useQueries } from '@tanstack/react-query';
import { postQuery } from '../posts/post-queries.ts';
import { isStuck, sayWayOut } from '../posts/post-words.ts';
import { useWorkspace } from '../session.ts';

/**
 * Why no time helps a post that is held because something in it may not be used any more, as its own page says it; null where a
 * time helps. Until that is known, and unless it is asked for, none does.
 */
export function useStuck(cards: readonly PostCard[], isAsked = true): (card: PostCard) => string | null {
  const { id: workspaceId } = useWorkspace();
  const held = cards.filter(({ holdReason }) => holdReason === 'consent');
  const answers = useQueries({
    queries: held.map(({ id }) => ({ ...postQuery(workspaceId, id), enabled: isAsked })),
  });
  return ({ id, holdReason }) => {
    if (holdReason !== 'consent') return null;
    const post = answers.find(({ data }) => data?.id === id)?.data;
    if (!post) return holdWords.consent;
    return isStuck(post) ? [...post.ended.map(({ why }) => why), sayWayOut(post)].join(' ') : null;
  };
}
