import type { Show } from '@mobilise/contracts/shows';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Import, Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../queries.ts';
import { useCan, useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ItemTabs } from '../ui/item-tabs.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/no-permission.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Switch } from '../ui/switch.tsx';
import { Table } from '../ui/table.tsx';
import { Cover } from './cover.tsx';
import { ImportList } from './import-list.tsx';
import { showsQuery } from './show-queries.ts';
import { sayEpisodes, sayReady } from './show-words.ts';

/** Every podcast show of the workspace. */
export function ShowsPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const mayManage = useCan('shows.manage');
  const [isArchive, setArchive] = useState(false);
  const list = useQuery(showsQuery(workspaceId, isArchive));
  const begin = mayManage && (
    <div className="flex flex-wrap gap-2">
      <LinkButton to={`/w/${slug}/shows/import` as string} icon={Import}>
        Take over a show
      </LinkButton>
      <LinkButton to={`/w/${slug}/shows/new` as string} icon={Plus} look="primary">
        New show
      </LinkButton>
    </div>
  );
  return (
    <Page>
      <PageHeader title="Podcasts" actions={list.data && list.data.length > 0 && begin}>
        <ItemTabs />
        <Switch isSelected={isArchive} onChange={setArchive}>
          Archived
        </Switch>
      </PageHeader>
      <ImportList />
      {list.error && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={3} />
      ) : list.data.length > 0 ? (
        <>
          <OutOfReach shows={list.data} />
          <ShowTable shows={list.data} />
        </>
      ) : isArchive ? (
        <EmptyState drawing="channels">No show is archived.</EmptyState>
      ) : (
        <EmptyState drawing="channels" action={begin}>
          A podcast is a show and its episodes. People subscribe to it in Apple Podcasts, Spotify and every other app,
          and hear it on your newsroom site.
        </EmptyState>
      )}
      {!mayManage && list.data?.length === 0 && <NoPermission action="shows.manage" what="You may not begin a show." />}
    </Page>
  );
}

/** What keeps directories from every feed here is no matter of a show, and said once. */
function OutOfReach({ shows }: { shows: readonly Show[] }) {
  const unread = shows.find((show) => show.unread && !show.newFeedUrl)?.unread;
  if (!unread) return null;
  return (
    <p className="flex max-w-prose items-start gap-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wait" />
      {unread}
    </p>
  );
}

function ShowTable({ shows }: { shows: readonly Show[] }) {
  const { id: workspaceId, slug } = useWorkspace();
  const channels = useQuery(channelsQuery(workspaceId));
  return (
    <Table
      caption="Shows, by title"
      rows={shows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Show',
          className: 'sm:w-[46%]',
          cell: ({ id, title, author, artwork, newFeedUrl, complete }) => (
            <div className="flex min-w-0 items-center gap-3">
              <Cover artwork={artwork} />
              <div className="flex min-w-0 flex-col gap-0.5">
                <span className="flex flex-wrap items-center gap-1.5">
                  <Link
                    to={`/w/${slug}/shows/${id}` as string}
                    className="font-medium text-ink wrap-anywhere hover:underline"
                  >
                    {title}
                  </Link>
                  {newFeedUrl && <Badge tone="wait">Moved away</Badge>}
                  {complete && <Badge>Finished</Badge>}
                </span>
                <span className="line-clamp-1 text-small text-ink-soft">{author}</span>
              </div>
            </div>
          ),
        },
        { title: 'Episodes', cell: ({ episodes }) => <span className="figures">{sayEpisodes(episodes)}</span> },
        {
          title: 'Site',
          cell: ({ channelId }) =>
            channels.data?.find(({ id }) => id === channelId)?.name ?? <span data-nothing>–</span>,
        },
        {
          title: 'For directories',
          cell: ({ id, problems, ...show }) =>
            problems.length === 0 ? (
              sayReady(show)
            ) : (
              <Link to={`/w/${slug}/shows/${id}/directories` as string} className="text-link flex items-start gap-1.5">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />
                {problems.length === 1 ? problems[0] : `${problems.length} things to put right`}
              </Link>
            ),
        },
      ]}
    />
  );
}
