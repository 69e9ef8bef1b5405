import type { Item } from '@mobilise/contracts/items';
import { withPart } from '@mobilise/contracts/part-name';
import { sayHeld } from '@mobilise/contracts/post-states';
import type { ListedPost, PostCard } from '@mobilise/contracts/posts';
import { sayInstant, sayWallTime } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { isShown, sayBehind } from '../posts/newer.ts';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { itemPostsQuery } from './item-queries.ts';

/** Where this item goes and went: each of its posts with its state. */
export function PostsSection({ item }: { item: Item }) {
  const { id: workspaceId, slug } = useWorkspace();
  const mayPost = useCan('posts.write') && item.archivedAt === null;
  const posts = useQuery(itemPostsQuery(workspaceId, item.id));
  const channels = useQuery(channelsQuery(workspaceId));
  const nameOf = (channelId: string) => channels.data?.find(({ id }) => id === channelId)?.name;
  return (
    <RailSection title="Channels">
      {posts.error ? (
        <ErrorState error={posts.error} onRetry={() => void posts.refetch()} />
      ) : !posts.data ? (
        <Skeleton className="h-12" />
      ) : posts.data.length === 0 ? (
        <p className="text-ink-soft">It is on no channel yet.</p>
      ) : (
        <ul className="flex flex-col">
          {posts.data.map((post) => (
            <li key={post.id} className="border-b border-line py-2 first:pt-0 last:border-b-0">
              <Link to={`/w/${slug}/posts/${post.id}` as string} className="group flex flex-col gap-0.5 text-ink">
                <span className="flex items-center justify-between gap-2">
                  <span className="flex min-w-0 items-center gap-1.5 font-medium group-hover:underline">
                    <ChannelMark kind={post.channelKind} isNamed />
                    <span className="truncate">{withPart(nameOf(post.channelId) ?? 'Channel', post)}</span>
                  </span>
                  <StateBadge state={post.state} files={post.files} />
                </span>
                <span className="figures text-small text-ink-soft">{whenOf(post)}</span>
              </Link>
              {isShown(post, posts.data) && (
                <Behind post={post} item={item} channel={nameOf(post.channelId) ?? 'the channel'} />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayPost && (
        <LinkButton
          to={`/w/${slug}/posts/new` as string}
          search={{ item: item.id } as never}
          size="small"
          icon={Plus}
          className="self-start"
        >
          Add to a channel…
        </LinkButton>
      )}
    </RailSection>
  );
}

/** That what is out is not what the item says now, and where to bring it there. */
function Behind({ post, item, channel }: { post: ListedPost; item: Item; channel: string }) {
  const { slug } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const numbers = { carried: post.revision, newest: item.revision, approved: item.approval?.revision ?? null };
  const behind = sayBehind(post, numbers);
  if (!behind) return null;
  return (
    <p className="text-small font-medium text-wait">
      {behind.sentence}{' '}
      {behind.update !== null && maySchedule && (
        <Link to={`/w/${slug}/posts/${post.id}` as string} className="text-link">
          Update it to revision {behind.update}
          <span className="sr-only"> on {channel}</span>
        </Link>
      )}
    </p>
  );
}

function whenOf({ state, publishedAt, wallTime, zone, holdReason, files, failure }: PostCard): string {
  if (publishedAt && zone) return sayInstant(publishedAt, zone);
  const time = wallTime ? sayWallTime(wallTime) : 'Not scheduled';
  if (state === 'failed' && failure) return `${time}. ${failure}`;
  // Which upload, and whose consent, stands above.
  if (state === 'held' && holdReason === 'consent') return `${time}. It carries what may not be used any more.`;
  return state === 'held' || files ? `${time}. ${sayHeld({ holdReason, files })}` : time;
}
