import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { itemPostsQuery } from '../items/item-queries.ts';
import { useWorkspace } from '../session.ts';
import { findThere, sayThere } from './there-words.ts';

interface ThereAlreadyProps {
  itemId: string;
  channelId: string;
  /** The post that is being made here, which is no other. */
  own: string | undefined;
}

/** Warns, before a second one is made, that the item has a post on this channel that is out or is to go out. */
export function ThereAlready({ itemId, channelId, own }: ThereAlreadyProps) {
  const { id: workspaceId, slug, zone } = useWorkspace();
  const posts = useQuery(itemPostsQuery(workspaceId, itemId)).data ?? [];
  const [post] = findThere(posts, channelId, own);
  if (!post) return null;
  return (
    <p className="text-wait">
      This item is on this channel already:{' '}
      <Link to={`/w/${slug}/posts/${post.id}` as string} className="text-link">
        {sayThere(post, zone)}
      </Link>
    </p>
  );
}
