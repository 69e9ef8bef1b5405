import { channelKindOf } from '@mobilise/contracts/channels';
import type { Post, ThreadPart } from '@mobilise/contracts/posts';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useWallNow } from '../scheduling/now.ts';
import { useWorkspace } from '../session.ts';
import { Section } from '../ui/page-frame.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { namePart, sayWaiting } from './thread-words.ts';

/** The thread that a post is a part of: each part with how it stands, and the way there. */
export function ThreadList({ post }: { post: Post }) {
  const { slug, zone } = useWorkspace();
  const now = useWallNow(post.zone ?? zone);
  const isComment = channelKindOf(post.channelKind).thread?.noun === 'comment';
  const nameOf = ({ number }: ThreadPart) => namePart(post, number);
  const waiting = sayWaiting(post, now);
  return (
    <Section title={isComment ? 'The post and its first comment' : 'The whole thread'}>
      {waiting && <p>{waiting}</p>}
      <ol className="flex max-w-lg flex-col gap-3">
        {post.thread.map((part) => (
          <li key={part.number} className="flex flex-col gap-1 border-l-2 border-line pl-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {part.postId && part.postId !== post.id ? (
                <Link to={`/w/${slug}/posts/${part.postId}` as string} className="text-link font-medium">
                  {nameOf(part)}
                </Link>
              ) : (
                <span className="font-medium">
                  {nameOf(part)}
                  {part.postId === post.id && ', this one'}
                </span>
              )}
              {part.state ? (
                <StateBadge state={part.state} files={part.files} />
              ) : (
                <span className="text-ink-soft">To come</span>
              )}
              {part.remoteUrl && part.state === 'published' && (
                <a href={part.remoteUrl} target="_blank" rel="noopener" className="text-link flex items-center gap-1">
                  Open<span className="sr-only"> {nameOf(part).toLowerCase()}</span>
                  <ExternalLink aria-hidden className="size-3.5" />
                </a>
              )}
            </div>
            <p className="line-clamp-3 whitespace-pre-wrap wrap-anywhere">{part.text || 'No words.'}</p>
            {part.failure && part.state !== 'published' && <p className="text-small text-wrong">“{part.failure}”</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
