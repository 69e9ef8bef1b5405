import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { getRevision, type Item } from '@mobilise/contracts/items';

import type { PostContent } from '@mobilise/contracts/post-content';
import type { Post } from '@mobilise/contracts/posts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { call } from '../call.ts';
import { lazy } from '../lazy.ts';
import { useWorkspace } from '../session.ts';
import { Section } from '../ui/page-frame.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { previewOf } from './preview-item.ts';
import { Preview } from './previews.tsx';

const titles: Partial<Record<Post['state'], string>> = {
  published: 'What is out',
  removed: 'What was out',
  unconfirmed: 'What may have arrived',
  needs_person: 'What may have arrived',
  cancelled: 'What was to be sent',
};

const unsent = new Set<Post['state']>(['draft', 'scheduled', 'held']);

/** What left went by itself: what follows it is a post of its own by then, or still to come. */
const gone = new Set<Post['state']>(['sending', 'published', 'removed', 'unconfirmed', 'needs_person']);

const LetterPreview = lazy(() => import('../letters/letter-preview.tsx'), 'LetterPreview');

/** What the channel gets or got: as it looks, and each image with the words for those who cannot see it. */
export function SentContent({ post, item, channel }: { post: Post; item: Item | null; channel: Channel | null }) {
  const { id: workspace, slug } = useWorkspace();
  const { revision } = post;
  const content = contentShown(post);
  // The post carries its revision, not whatever the item says today.
  const carried = useQuery({
    queryKey: ['revisions', workspace, post.itemId, revision.number],
    queryFn: ({ signal }) =>
      call(getRevision, { params: { workspace, item: post.itemId, number: revision.number }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shown = carried.data ?? item;
  const described = imagesOf(content);
  // What has left may have said something else; only what is still to leave can be shown as it will be.
  const isNewestLetter =
    post.channelKind === 'email' && unsent.has(post.state) && revision.number === post.newestRevision;
  return (
    <Section title={titles[post.state] ?? 'What will be sent'}>
      <div className="max-w-lg">
        {isNewestLetter ? (
          <Suspense fallback={<Skeleton className="h-48" />}>
            <LetterPreview channelId={post.channelId} itemId={post.itemId} />
          </Suspense>
        ) : (
          <Preview
            channel={channel ?? { kind: post.channelKind, name: channelKindOf(post.channelKind).label, address: '' }}
            content={content}
            item={previewOf(post, shown, item?.showId ?? null)}
          />
        )}
      </div>
      {described.length > 0 && (
        <dl className="flex flex-col gap-1.5">
          {described.map(({ name, alt }) => (
            <div key={name}>
              <dt className="text-small font-medium text-ink-soft">Alt text of {name}</dt>
              <dd>
                {alt.trim() || (
                  <span className="font-medium text-wait">
                    Missing. Say what the image shows before it is scheduled.
                  </span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {content.replyTo && content.part === undefined && (
        <p>
          <Link to={`/w/${slug}/posts/${content.replyTo}` as string} className="text-link">
            See the post that it answers
          </Link>
        </p>
      )}
      {content.link && (
        <p className="wrap-anywhere">
          <span className="text-small font-medium text-ink-soft">Links to </span>
          <a href={content.link} target="_blank" rel="noopener" className="text-link">
            {content.link}
          </a>
        </p>
      )}
    </Section>
  );
}

/** What is shown as the post: without the parts that did not go with it. */
function contentShown({ state, content: { thread, ...own } }: Pick<Post, 'state' | 'content'>): PostContent {
  return { ...own, ...(thread && !gone.has(state) && { thread }) };
}

/** Every image of a post and of what follows it, named by its place. */
function imagesOf({ images, thread = [], part = 1 }: PostContent): { name: string; alt: string }[] {
  return [
    ...images.map(({ alt }, at) => ({ name: `image ${at + 1}`, alt })),
    ...thread.flatMap(({ images }, index) =>
      images.map(({ alt }, at) => ({ name: `image ${at + 1} of part ${index + 1 + part}`, alt })),
    ),
  ];
}
