import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { kindWords } from '@mobilise/contracts/item-kinds';
import { allows } from '@mobilise/contracts/post-states';
import { type Post, updatePost } from '@mobilise/contracts/posts';
import { sayInstant } from '@mobilise/contracts/time';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { call } from '../call.ts';
import { sayWhen } from '../scheduling/own-words.ts';
import { usePostChange } from '../scheduling/post-change.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { RailSection } from '../ui/page-frame.tsx';
import { showNotice } from '../ui/toast.tsx';
import { changesQuery } from './after/change-queries.ts';
import { sayChange } from './after/change-words.ts';
import { sayAttempt, sayDuration } from './post-words.ts';

/** Beside the post: its channel, the revision it carries, and every try at sending it. */
export function PostRail({ post, channel }: { post: Post; channel: Channel | null }) {
  const { id: workspace, slug, zone: own } = useWorkspace();
  const zone = post.zone ?? own;
  const wasOut = post.publishedAt !== null;
  const changes = useQuery({ ...changesQuery(workspace, { post: post.id }), enabled: wasOut }).data ?? [];
  return (
    <>
      <RailSection title="Channel">
        <Link
          to={`/w/${slug}/channels/${post.channelId}` as string}
          className="flex items-center gap-2 text-ink hover:underline"
        >
          <ChannelMark kind={post.channelKind} isNamed />
          {channel?.name ?? channelKindOf(post.channelKind).label}
        </Link>
        {channel && channel.state !== 'ready' && (
          <p className="text-small font-medium text-wait">
            {channel.state === 'paused' ? 'Paused.' : 'Needs to be reconnected.'}
          </p>
        )}
      </RailSection>
      {post.series && (
        <RailSection title="Series">
          <p>
            One of a{' '}
            <Link to={`/w/${slug}/series/${post.series.id}` as string} className="text-link">
              series
            </Link>
            , for {sayWhen(`${post.series.occurrence}T00:00`).split(',')[0]}. What you change here changes this post
            alone.
          </p>
        </RailSection>
      )}
      <CarriedRevision post={post} />
      {post.override && (
        <RailSection title="Sent without alternatives">
          <p>Because: {post.override}</p>
        </RailSection>
      )}
      <RailSection title="History">
        <ol className="flex flex-col gap-3">
          <Event at={sayInstant(post.createdAt, zone)}>Made{post.createdBy ? ` by ${post.createdBy.name}` : ''}.</Event>
          {post.attempts.map((attempt) => (
            <Event
              key={attempt.number}
              at={`${sayInstant(attempt.startedAt, zone)}${attempt.finishedAt ? `, took ${sayDuration(attempt.startedAt, attempt.finishedAt)}` : ''}`}
            >
              <span className="font-medium">Try {attempt.number}.</span> {sayAttempt(attempt)}
              {attempt.advice && <span className="block text-small text-ink-soft">{attempt.advice}</span>}
            </Event>
          ))}
          {changes.toReversed().map((change) => (
            <Event key={change.id} at={sayInstant(change.finishedAt ?? change.createdAt, zone)}>
              {sayChange(change)} {change.kind === 'leave' ? 'Decided' : 'Asked for'} by {change.by}.
            </Event>
          ))}
        </ol>
      </RailSection>
    </>
  );
}

function Event({ at, children }: { at: string; children: ReactNode }) {
  return (
    <li className="flex flex-col border-l-2 border-line pl-2.5">
      <span className="figures text-small text-ink-soft">{at}</span>
      <span className="wrap-anywhere">{children}</span>
    </li>
  );
}

function CarriedRevision({ post }: { post: Post }) {
  const { id: workspace, slug } = useWorkspace();
  const mayWrite = useCan('posts.write');
  const change = usePostChange();
  const { revision, newestRevision, itemId, state, kind } = post;
  const isOld = revision.number < newestRevision;
  const take = useMutation({
    mutationFn: () =>
      change(() =>
        call(updatePost, { params: { workspace, post: post.id }, body: { version: post.version, useNewest: true } }),
      ),
    onSuccess: (saved) =>
      showNotice({
        text:
          saved.state === 'held'
            ? `It carries revision ${saved.revision.number}, and is held until that is approved.`
            : `It carries revision ${saved.revision.number}.`,
      }),
  });
  return (
    <RailSection title={kindWords[kind].label}>
      <p>
        Carries{' '}
        <Link
          to={`/w/${slug}/items/${itemId}` as string}
          search={{ revision: revision.number } as never}
          className="text-link"
        >
          revision {revision.number}
        </Link>
        {isOld ? `; the newest is ${newestRevision}.` : ', the newest.'}
      </p>
      {isOld && mayWrite && allows(state, 'edit') && (
        <div>
          <Button size="small" onPress={() => take.mutate()} isPending={take.isPending}>
            Use the newest
          </Button>
        </div>
      )}
    </RailSection>
  );
}
