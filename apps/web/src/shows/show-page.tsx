import type { Show } from '@mobilise/contracts/shows';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { NewItemDialog } from '../items/new-item-dialog.tsx';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { EpisodeTable } from './episode-table.tsx';
import { ShowFrame } from './show-header.tsx';
import { episodesQuery } from './show-queries.ts';

/** The episodes of a show. */
export function ShowPage() {
  const mayWrite = useCan('items.write');
  const [isCreating, setCreating] = useState(false);
  const create = (show: Show) =>
    mayWrite &&
    show.archivedAt === null && (
      <Button look="primary" icon={Plus} onPress={() => setCreating(true)}>
        New episode
      </Button>
    );
  return (
    <ShowFrame actions={create}>
      {(show) => (
        <>
          <Episodes show={show} create={create(show)} />
          {isCreating && (
            <NewItemDialog kind="episode" campaignId={null} showId={show.id} onClose={() => setCreating(false)} />
          )}
        </>
      )}
    </ShowFrame>
  );
}

function Episodes({ show, create }: { show: Show; create: React.ReactNode }) {
  const { id: workspaceId } = useWorkspace();
  const list = useInfiniteQuery(episodesQuery(workspaceId, show.id));
  const episodes = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={4} />;
  if (episodes.length === 0)
    return (
      <EmptyState drawing="page" action={create}>
        {show.archivedAt
          ? 'This show has no episodes.'
          : 'This show has no episodes yet. Begin the first: upload the recording, and write what it is about.'}
      </EmptyState>
    );
  return (
    <>
      <EpisodeTable show={show} episodes={episodes} />
      {list.hasNextPage && (
        <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage} className="self-start">
          Show older
        </Button>
      )}
    </>
  );
}
