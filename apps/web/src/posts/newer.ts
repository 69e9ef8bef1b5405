import { channelKindOf } from '@mobilise/contracts/channels';
import type { ListedPost } from '@mobilise/contracts/posts';

type Out = Pick<ListedPost, 'id' | 'channelId' | 'channelKind' | 'state' | 'publishedAt'>;

/** Whether a post is out and what readers get of its item on its channel: our own site shows the newest post alone. */
export function isShown(post: Out, all: readonly Out[]): boolean {
  if (post.state !== 'published') return false;
  if (post.channelKind !== 'newsroom') return true;
  // Instants are written in more than one way.
  const at = ({ publishedAt }: Out) => Date.parse(publishedAt ?? '');
  const isLater = (other: Out) => at(other) > at(post) || (at(other) === at(post) && other.id > post.id);
  return !all.some((other) => other.channelId === post.channelId && other.state === 'published' && isLater(other));
}

/**
 * What is said of a post that is out while its item has a newer revision, and whether its channel can be given the approved one
 * as it stands; null where it has the newest.
 */
export function sayBehind(
  { channelKind }: Pick<Out, 'channelKind'>,
  { carried, newest, approved }: { carried: number; newest: number; approved: number | null },
): { sentence: string; update: number | null } | null {
  if (carried >= newest) return null;
  const { shows, after } = channelKindOf(channelKind);
  const isItem = shows === 'item';
  return {
    sentence: isItem ? `Revision ${carried} is out.` : `Written for revision ${carried}.`,
    update: isItem && after.edit && approved !== null && approved > carried ? approved : null,
  };
}
