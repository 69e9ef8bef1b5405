import { type Channel, channelKindOf } from '@mobilise/contracts/channels';
import { sayInstant } from '@mobilise/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { ChannelStateBadge } from './channel-state-badge.tsx';
import { sayPosts } from './channel-words.ts';
import { LastError } from './last-error.tsx';
import { ReconnectBy } from './reconnect-by.tsx';

/** Where posts go, and whether they arrive there. */
export function ChannelsPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayManage = useCan('channels.manage');
  const channels = useQuery(channelsQuery(workspaceId));
  const connect = mayManage && (
    <LinkButton to={`/w/${slug}/channels/connect` as string} look="primary" icon={Plus}>
      Connect a channel
    </LinkButton>
  );
  return (
    <Page width="page">
      <PageHeader title="Channels" actions={channels.data?.length !== 0 && connect} />
      {channels.error ? (
        <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
      ) : !channels.data ? (
        <SkeletonRows rows={3} label="Loading channels" />
      ) : channels.data.length === 0 ? (
        <EmptyState drawing="channels" action={connect}>
          {mayManage
            ? 'Posts go to channels. Connect a newsroom site of your own, or an account you have.'
            : 'Posts go to channels, and none is connected yet.'}
        </EmptyState>
      ) : (
        <ul aria-label="Channels" className="flex flex-col border-t border-line">
          {channels.data.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ul>
      )}
      {!mayManage && channels.data && (
        <NoPermission action="channels.manage" what="Would you like a channel to be connected, paused or mended?" />
      )}
    </Page>
  );
}

function ChannelRow({ channel }: { channel: Channel }) {
  const { slug, zone } = useWorkspace();
  const { id, kind, name, address, state, lastSuccessAt, lastError, scheduled } = channel;
  return (
    <li className="flex flex-col gap-2 border-b border-line py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="grid size-10 shrink-0 place-items-center rounded-base border border-line bg-sheet">
          <ChannelMark kind={kind} isNamed className="size-5 text-accent" />
        </span>
        <div className="min-w-0 grow basis-48">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              to={`/w/${slug}/channels/${id}` as string}
              className="text-lead font-semibold text-ink wrap-anywhere hover:underline"
            >
              {name}
            </Link>
            <ChannelStateBadge state={state} />
          </h2>
          <p className="text-small wrap-anywhere text-ink-soft">
            {channelKindOf(kind).label}, {address}
          </p>
        </div>
        <dl className="flex gap-x-8 text-small sm:text-right">
          <div>
            <dt className="text-ink-soft">Last success</dt>
            <dd className="figures">
              {lastSuccessAt ? <time dateTime={lastSuccessAt}>{sayInstant(lastSuccessAt, zone)}</time> : 'None yet'}
            </dd>
          </div>
          <div>
            <dt className="text-ink-soft">Scheduled</dt>
            <dd className="figures">{scheduled === 0 ? 'No posts' : sayPosts(scheduled)}</dd>
          </div>
        </dl>
        <LinkButton to={`/w/${slug}/channels/${id}/queue` as string} size="small" aria-label={`Queue of ${name}`}>
          Queue
        </LinkButton>
      </div>
      {lastError && (
        <div className="sm:pl-14">
          <LastError error={lastError} />
        </div>
      )}
      <div className="empty:hidden sm:pl-14">
        <ReconnectBy channel={channel} />
      </div>
    </li>
  );
}
