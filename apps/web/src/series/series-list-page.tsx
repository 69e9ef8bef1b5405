import { channelKindNames, channelKindOf } from '@mobilise/contracts/channels';
import type { Series } from '@mobilise/contracts/series';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sayWhen } from '../scheduling/own-words.ts';
import { useWorkspace } from '../session.ts';
import { Badge } from '../ui/badge.tsx';
import { ChannelMark } from '../ui/channel-mark.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ItemTabs } from '../ui/item-tabs.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { seriesListQuery } from './series-queries.ts';
import { sayRhythm, standingOf } from './series-words.ts';

/** What the kinds of channels are called whose posts can repeat. */
const repeatable = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  channelKindNames.flatMap((kind) => {
    const { shows, label } = channelKindOf(kind);
    return shows === 'post' ? [label] : [];
  }),
);

/** Every series of the workspace. */
export function SeriesListPage() {
  const { id: workspaceId, slug } = useWorkspace();
  const list = useQuery(seriesListQuery(workspaceId));
  const thisYear = new Date().getFullYear();
  return (
    <Page>
      <PageHeader title="Series">
        <ItemTabs />
      </PageHeader>
      {list.error && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows />
      ) : list.data.length === 0 ? (
        <EmptyState
          drawing="planner"
          action={<LinkButton to={`/w/${slug}/posts/new` as string}>Write a post</LinkButton>}
        >
          Nothing repeats yet. A post that does, every Tuesday or on the first of a month, is made where posts are: open
          one and choose Repeat. That goes for channels that take words of their own: {repeatable}. A channel that shows
          an item whole shows it once, so its posts have no Repeat.
        </EmptyState>
      ) : (
        <Table
          caption="Series"
          rows={list.data}
          rowKey={({ id }) => id}
          columns={[
            {
              title: 'Item',
              cell: ({ id, title }) => (
                <Link to={`/w/${slug}/series/${id}` as string} className="text-link">
                  {title}
                </Link>
              ),
            },
            { title: 'Channel', cell: (series) => <OnChannel {...series} /> },
            { title: 'When', cell: (series) => sayRhythm(series, thisYear) },
            {
              title: 'Next',
              cell: ({ next }) =>
                next ? <span className="figures">{sayWhen(next.wallTime)}</span> : <span data-nothing>–</span>,
            },
            {
              title: 'State',
              cell: (series) => {
                const { label, tone } = standingOf(series);
                return <Badge tone={tone}>{label}</Badge>;
              },
            },
          ]}
        />
      )}
    </Page>
  );
}

function OnChannel({ channelKind, channelName }: Series) {
  return (
    <span className="flex items-center gap-2">
      <ChannelMark kind={channelKind} />
      <span>
        {channelName}
        <span className="sr-only">, {channelKindOf(channelKind).label}</span>
      </span>
    </span>
  );
}
