import type { Channel } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import type { Queue } from '@mobilise/contracts/queue';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { isForeign, sayZone } from '../scheduling/now.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { askWhom, NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage, SkeletonRows } from '../ui/skeleton.tsx';
import { placesOf } from './places.ts';
import { QueueList } from './queue-list.tsx';
import { queueQuery } from './queue-queries.ts';
import { QueueTools } from './queue-tools.tsx';
import { sayQueue } from './queue-words.ts';

/** Weeks that are shown at first, and as many more each time somebody asks. */
const atOnce = 4;
const furthest = 52;
const noChannel = new Problem('not_found', 'There is no such channel in this workspace. It may have been removed.');

/** The coming slots of a channel: what is in them, and which are free. */
export function QueuePage() {
  const { id: workspaceId } = useWorkspace();
  const { channel: channelId } = useParams({ strict: false }) as { channel: string };
  const channels = useQuery(channelsQuery(workspaceId));
  const channel = channels.data?.find(({ id }) => id === channelId);
  if (channel) return <OneQueue key={channel.id} channel={channel} />;
  const error = channels.error ?? (channels.data ? noChannel : null);
  if (!error) return <SkeletonPage />;
  return (
    <Page width="page">
      <PageHeader title="Queue" />
      <ErrorState error={error} onRetry={() => void channels.refetch()} />
    </Page>
  );
}

function OneQueue({ channel }: { channel: Channel }) {
  const { id: workspaceId, slug, zone } = useWorkspace();
  const maySchedule = useCan('posts.schedule');
  const [weeks, setWeeks] = useState(atOnce);
  const queue = useQuery(queueQuery(workspaceId, channel.id, weeks));
  const { data } = queue;
  const places = data ? placesOf(data) : [];
  const isEmpty = data !== undefined && !data.hasSlots && data.posts.length === 0 && data.missed === 0;
  const page = `/w/${slug}/channels/${channel.id}`;
  return (
    <Page width="page" className="grow">
      <PageHeader
        title={`Queue of ${channel.name}`}
        above={
          <>
            <Link to={`/w/${slug}/channels` as string} className="text-link">
              Channels
            </Link>{' '}
            /{' '}
            <Link to={page as string} className="text-link">
              {channel.name}
            </Link>
          </>
        }
        actions={
          data?.hasSlots && (
            <LinkButton to={page as string} hash="slots">
              Slots of the week
            </LinkButton>
          )
        }
      >
        {data && !isEmpty && (
          <p className="figures max-w-prose text-ink-soft">
            {sayQueue(places)}
            {isForeign(zone) && ` Times are those of ${sayZone(zone)}.`}
          </p>
        )}
      </PageHeader>
      {queue.error && !data ? (
        <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
      ) : !data ? (
        <SkeletonRows label="Loading the queue" />
      ) : isEmpty ? (
        <NoSlots name={channel.name} page={page} />
      ) : (
        <>
          {!maySchedule && (
            <NoPermission
              action="posts.schedule"
              what="Would you like to add to this queue, or to move what is in it?"
            />
          )}
          <QueueTools channel={channel} queue={data} places={places} />
          <QueueList channel={channel} places={places} />
          {data.hasSlots && weeks < furthest && (
            <Button
              onPress={() => setWeeks(weeksAfter(data, weeks))}
              isPending={queue.isPlaceholderData}
              className="self-start"
            >
              Show {atOnce} more weeks
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

/** As many weeks as are shown now, which the last post may have stretched, and some more. */
function weeksAfter({ from, to }: Queue, weeks: number): number {
  const shown = Math.ceil((Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1) / 7);
  return Math.min(Math.max(shown, weeks) + atOnce, furthest);
}

function NoSlots({ name, page }: { name: string; page: string }) {
  const mayManage = useCan('channels.manage');
  return (
    <EmptyState
      drawing="planner"
      action={
        mayManage && (
          <LinkButton to={page as string} hash="slots" look="primary">
            Add slots
          </LinkButton>
        )
      }
    >
      {name} has no slots yet. Give it some times of the week, and posts can queue for them.{' '}
      {!mayManage && askWhom('channels.manage')}
    </EmptyState>
  );
}
