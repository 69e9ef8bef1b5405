import { holdWords } from '@mobilise/contracts/post-states';
import type { PostCard } from '@mobilise/contracts/posts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { postQuery } from '../posts/post-queries.ts';
import { isStuck, sayWayOut } from '../posts/post-words.ts';
import { useWorkspace } from '../session.ts';

/**
 * Why no time helps a post that is held because something in it may not be used any more, as its own page says it; null where a
 * time helps. Until that is known, and unless it is asked for, none does.
 */
export function useStuck(cards: readonly PostCard[], isAsked = true): (card: PostCard) => string | null {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const held = cards.filter(({ holdReason }) => holdReason === 'consent').map(({ id }) => id);
  const answers = useQuery({
    queryKey: ['posts', workspaceId, 'stuck', ...held],
    queryFn: () => Promise.all(held.map((id) => client.fetchQuery(postQuery(workspaceId, id)))),
    enabled: isAsked && held.length > 0,
  });
  return ({ id, holdReason }) => {
    if (holdReason !== 'consent') return null;
    const post = answers.data?.find((post) => post.id === id);
    if (!post) return holdWords.consent;
    return isStuck(post) ? [...post.ended.map(({ why }) => why), sayWayOut(post)].join(' ') : null;
  };
}
