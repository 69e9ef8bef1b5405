import { channelKindOf } from '@mobilise/contracts/channels';
import { partName, withPart } from '@mobilise/contracts/part-name';
import { allows } from '@mobilise/contracts/post-states';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, ExternalLink, Pencil, Repeat } from 'lucide-react';
import { Suspense, useState } from 'react';
import { itemQuery } from '../items/item-queries.ts';
import { lazy } from '../lazy.ts';
import { channelsQuery } from '../queries.ts';
import { FilesProgress } from '../recordings/files-progress.tsx';
import type { Ask } from '../scheduling/asking.ts';
import { postMenu } from '../scheduling/post-menu.ts';
import { useCommands } from '../scheduling/use-commands.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { AnchorButton } from '../ui/link-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Page, PageFrame, Section } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Skeleton, SkeletonPage } from '../ui/skeleton.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { EditPost } from './edit-post.tsx';
import { postQuery } from './post-queries.ts';
import { PostRail } from './post-rail.tsx';
import { PostStanding } from './post-standing.tsx';
import { isStuck, sayState } from './post-words.ts';
import { SentContent } from './sent-content.tsx';

const AskDialog = lazy(() => import('../scheduling/ask-dialog.tsx'), 'AskDialog');
const LetterProgress = lazy(() => import('../letters/letter-progress.tsx'), 'LetterProgress');
const RepeatDialog = lazy(() => import('../series/repeat-dialog.tsx'), 'RepeatDialog');
const AfterPublishing = lazy(() => import('./after/after-publishing.tsx'), 'AfterPublishing');
const NewerRevision = lazy(() => import('./after/newer-revision.tsx'), 'NewerRevision');
const ThreadList = lazy(() => import('./thread-list.tsx'), 'ThreadList');
const PostEngagement = lazy(() => import('../engagement/post-engagement.tsx'), 'PostEngagement');

/** One post: what is sent, exactly; how it stands and what to do; what was tried; what it achieved. */
export function PostPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const { post: postId = '' } = useParams({ strict: false }) as { post?: string };
  const navigate = useNavigate();
  const [maySchedule, mayWrite] = [useCan('posts.schedule'), useCan('posts.write')];
  const post = useQuery(postQuery(workspaceId, postId));
  const item = useQuery({ ...itemQuery(workspaceId, post.data?.itemId ?? ''), enabled: post.data !== undefined });
  const channels = useQuery(channelsQuery(workspaceId));
  const run = useCommands();
  const [asked, setAsked] = useState<Ask | null>(null);
  // By its id: the page of another post, to which one can go from here, does not open for editing.
  const [edited, setEdited] = useState<string | null>(null);
  const [isRepeating, setRepeating] = useState(false);
  if (!post.data) {
    return post.error ? (
      <Page>
        <PageHeader title="Post" />
        <ErrorState error={post.error} onRetry={() => void post.refetch()} />
      </Page>
    ) : (
      <SkeletonPage />
    );
  }
  const { data } = post;
  const isEditing = edited === data.id;
  const channel = channels.data?.find(({ id }) => id === data.channelId) ?? null;
  const channelName = channel?.name ?? channelKindOf(data.channelKind).label;
  const canEdit = mayWrite && allows(data.state, 'edit') && channelKindOf(data.channelKind).limits.text !== null;
  const canRepeat =
    maySchedule &&
    channelKindOf(data.channelKind).shows === 'post' &&
    data.series === null &&
    data.part === null &&
    data.state !== 'cancelled' &&
    data.state !== 'failed';
  const wasOut = data.state === 'published' || data.state === 'removed';
  const actions = postMenu([data], {
    maySchedule,
    mayWrite,
    stuck: () => (isStuck(data) ? sayState(data) : null),
    ask: setAsked,
    run: (command, cards) =>
      void run(command, cards).then((isDone) => {
        if (isDone && command === 'remove') void navigate({ to: `/w/${slug}/calendar` as string });
      }),
  });
  if (canRepeat) {
    // Before what takes it away.
    const end = actions.findIndex(
      (action) => typeof action === 'object' && 'look' in action && action.look === 'danger',
    );
    actions.splice(end < 0 ? actions.length : end, 0, {
      label: 'Repeat…',
      icon: Repeat,
      onAction: () => setRepeating(true),
    });
  }
  return (
    <>
      <PageFrame
        railLabel="About this post"
        header={
          <PageHeader
            title={withPart(data.revision.title, data)}
            above={
              <span className="flex flex-wrap gap-x-1.5">
                <Link
                  to={`/w/${slug}/calendar` as string}
                  search={(data.wallTime ? { date: data.wallTime.slice(0, 10) } : {}) as never}
                  className="text-link"
                >
                  Calendar
                </Link>
                / {partName(data) ?? 'Post'} on {channelName}
              </span>
            }
            actions={
              <>
                <StateBadge state={data.state} files={data.files} />
                {data.remoteUrl && data.state !== 'removed' && (
                  <AnchorButton
                    href={data.remoteUrl}
                    target="_blank"
                    rel="noopener"
                    icon={ExternalLink}
                    className="max-sm:[&>svg]:hidden"
                  >
                    Open on {channelName}
                  </AnchorButton>
                )}
                {canEdit && !isEditing && (
                  <Button icon={Pencil} onPress={() => setEdited(data.id)}>
                    Edit
                  </Button>
                )}
                {actions.length > 0 && (
                  <Menu
                    label="Actions"
                    placement="bottom end"
                    trigger={<IconButton label="More actions" icon={Ellipsis} look="plain" />}
                    items={actions}
                  />
                )}
              </>
            }
          />
        }
        rail={<PostRail post={data} channel={channel} />}
      >
        <div className="flex flex-col gap-8">
          <PostStanding post={data} ask={setAsked} />
          {data.state === 'published' && item.data && (
            <Suspense>
              <NewerRevision key={data.id} post={data} item={item.data} channel={channel} />
            </Suspense>
          )}
          {data.files && item.data && <FilesProgress files={item.data.files} />}
          {data.channelKind === 'email' && (
            <Suspense>
              <LetterProgress post={data} />
            </Suspense>
          )}
          {isEditing && mayWrite ? (
            <EditPost
              post={data}
              item={item.data ?? null}
              channels={channels.data ?? []}
              onClose={() => setEdited(null)}
            />
          ) : (
            <SentContent post={data} item={item.data ?? null} channel={channel} />
          )}
          {data.thread.length > 0 && !isEditing && (
            <Suspense fallback={<Skeleton className="h-24" />}>
              <ThreadList post={data} />
            </Suspense>
          )}
          {wasOut && (
            <Suspense fallback={<Skeleton className="h-24" />}>
              <AfterPublishing key={data.id} post={data} item={item.data ?? null} channels={channels.data ?? []} />
            </Suspense>
          )}
          {wasOut && data.channelKind !== 'email' && (
            <Section title="What it achieved">
              {channelKindOf(data.channelKind).metrics.length === 0 ? (
                <p>{channelName} tells no figures.</p>
              ) : (
                <Suspense fallback={<Skeleton className="h-48" />}>
                  <PostEngagement postId={data.id} />
                </Suspense>
              )}
            </Section>
          )}
        </div>
      </PageFrame>
      <Suspense>
        {asked && <AskDialog ask={asked} onClose={() => setAsked(null)} />}
        {isRepeating && (
          <RepeatDialog
            item={{ id: data.itemId, title: data.title }}
            channels={[
              {
                channelId: data.channelId,
                channelName,
                channelKind: data.channelKind,
                content: data.content,
                from: data.id,
              },
            ]}
            wallTime={data.wallTime}
            onClose={() => setRepeating(false)}
          />
        )}
      </Suspense>
    </>
  );
}
