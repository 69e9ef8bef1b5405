import { withPart } from '@mobilise/contracts/part-name';
import type { WatchedPost } from '@mobilise/contracts/publishing';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { type Facts, whyNotOut } from './why.ts';

/** Posts, each with its state and the one sentence that says why it is not out. */
export function WatchedList({
  label,
  posts,
  ...facts
}: { label: string; posts: readonly WatchedPost[] } & Omit<Facts, 'zone'>) {
  return (
    <ul aria-label={label} className="border-t border-line">
      {posts.map((post) => (
        <Watched key={post.id} post={post} {...facts} />
      ))}
    </ul>
  );
}

function Watched({ post, ...facts }: { post: WatchedPost } & Omit<Facts, 'zone'>) {
  const { slug, zone } = useWorkspace();
  const { sentence, next } = whyNotOut(post, { ...facts, zone });
  const to = {
    post: `posts/${post.id}`,
    item: `items/${post.itemId}`,
    channel: `channels/${post.channelId}`,
    held: 'held',
  };
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to={`/w/${slug}/posts/${post.id}` as string}
          className="min-w-0 font-medium text-ink wrap-anywhere hover:underline"
        >
          {post.title}
        </Link>
        <span className="flex items-center gap-1.5 text-small text-ink-soft">
          <ChannelMark kind={post.channelKind} isNamed className="size-3.5" />
          {withPart(post.channelName, post)}
        </span>
        <StateBadge state={post.state} files={post.files} />
      </div>
      <p className="figures max-w-prose wrap-anywhere">
        {sentence}{' '}
        {next && (
          <Link to={`/w/${slug}/${to[next.at]}` as string} className="text-link">
            {next.label}
            <span className="sr-only">: {withPart(post.title, post)}</span>
          </Link>
        )}
      </p>
    </li>
  );
}
