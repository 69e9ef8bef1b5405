import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { Problem } from '@mobilise/contracts/problems';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { AnchorButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page, Section } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { channelPostsQuery } from './channel-queries.ts';
import { ChannelStateBadge } from './channel-state-badge.tsx';
import { FeedAddresses } from './feed-addresses.tsx';
import { Health } from './health.tsx';
import { LimitList } from './limit-list.tsx';
import { PauseSection } from './pause-section.tsx';
import { RemoveSection } from './remove-section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { Subscribing } from './subscribing.tsx';

const noChannel = new Problem('not_found', 'There is no such channel in this workspace. It may have been removed.');

/** Everything about one channel. Everybody reads it; an owner changes it. */
export function ChannelPage() {
  const { id: workspaceId } = useWorkspace();
  const { channel: channelId } = useParams({ strict: false }) as { channel: string };
  const channels = useQuery(channelsQuery(workspaceId));
  const channel = channels.data?.find(({ id }) => id === channelId);
  if (channel) return <OneChannel key={channel.id} channel={channel} />;
  if (channels.error) return <Alone error={channels.error} onRetry={() => void channels.refetch()} />;
  return channels.data ? <Alone error={noChannel} /> : <SkeletonPage />;
}

function Alone({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Page width="page">
      <PageHeader title="Channel" above={<Back />} />
      <ErrorState error={error} {...(onRetry && { onRetry })} />
    </Page>
  );
}

function Back() {
  const { slug } = useWorkspace();
  return (
    <Link to={`/w/${slug}/channels` as string} className="text-link">
      Channels
    </Link>
  );
}

function OneChannel({ channel }: { channel: Channel }) {
  const { id: workspaceId, sample } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const posts = useQuery(channelPostsQuery(workspaceId, channel.id)).data;
  const isSite = channel.kind === 'newsroom';
  return (
    <Page width="page" className="gap-8">
      <PageHeader
        title={channel.name}
        above={<Back />}
        actions={
          isSite && (
            <AnchorButton icon={ExternalLink} href={channel.address} target="_blank" rel="noreferrer">
              Open the site
            </AnchorButton>
          )
        }
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
          <span className="inline-flex items-center gap-1.5">
            <ChannelMark kind={channel.kind} isNamed />
            {channelKindOf(channel.kind).label}
          </span>
          <span className="wrap-anywhere">{channel.address}</span>
          <ChannelStateBadge state={channel.state} />
        </p>
        {sample && !isSite && (
          <p className="max-w-prose border-l-2 border-line-strong py-0.5 pl-3">
            This is a channel of the sample workspace. Nothing that happens here reaches{' '}
            {channelKindOf(channel.kind).label}.
          </p>
        )}
      </PageHeader>
      <Health channel={channel} posts={posts} />
      {isSite && <FeedAddresses channel={channel} />}
      {channel.kind === 'email' && <Subscribing channel={channel} />}
      {mayManage ? (
        <>
          <SettingsForm channel={channel} />
          {(channel.state === 'ready' || channel.state === 'paused') && (
            <PauseSection channel={channel} posts={posts} />
          )}
        </>
      ) : (
        <NoPermission
          action="channels.manage"
          what="Would you like this channel to be renamed, paused or reconnected?"
        />
      )}
      <Section title="What it takes" description="The composer counts against these limits while you write.">
        <LimitList kind={channel.kind} limits={channel.limits} />
      </Section>
      {mayManage && <RemoveSection channel={channel} posts={posts} />}
    </Page>
  );
}
