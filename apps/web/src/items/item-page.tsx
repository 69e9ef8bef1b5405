import { kindWords } from '@mobilise/contracts/item-kinds';
import type { Item } from '@mobilise/contracts/items';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { useTitle } from '../title.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Page, PageFrame } from '../ui/page-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonPage } from '../ui/skeleton.tsx';
import { ItemContext } from './item-context.ts';
import { ItemHeader } from './item-header.tsx';
import { itemQuery } from './item-queries.ts';
import { ItemRail } from './item-rail.tsx';
import { Reading } from './reading.tsx';
import { RevisionView } from './revision-view.tsx';
import type { ItemSearch } from './search.ts';
import { WritingPage } from './writing-page.tsx';

/** One item: its words, and everything about it in the rail. Those who may write it write it here. */
export function ItemPage() {
  const { id: workspaceId } = useWorkspace();
  const { item: itemId = '' } = useParams({ strict: false }) as { item?: string };
  const mayWrite = useCan('items.write');
  const item = useQuery(itemQuery(workspaceId, itemId));
  // A page that is open stays open when a later question fails: its words are still there.
  if (!item.data) {
    return item.error ? (
      <Page>
        <PageHeader title="Item" />
        <ErrorState error={item.error} onRetry={() => void item.refetch()} />
      </Page>
    ) : (
      <SkeletonPage />
    );
  }
  return mayWrite && item.data.archivedAt === null ? (
    <WritingPage key={itemId} item={item.data} />
  ) : (
    <ReadingPage key={itemId} item={item.data} />
  );
}

function ReadingPage({ item }: { item: Item }) {
  useTitle(item.title);
  const { revision, with: other } = useSearch({ strict: false }) as ItemSearch;
  const version = async () => item.version;
  return (
    <PageFrame
      header={<ItemHeader item={item} quiet={version} />}
      railLabel={`About this ${kindWords[item.kind].label.toLowerCase()}`}
      rail={
        <ItemRail
          item={item}
          content={item.content}
          hasUnsaved={false}
          quiet={version}
          settle={version}
          shown={revision}
          canWrite={false}
        />
      }
    >
      {revision !== undefined ? (
        <RevisionView item={item} number={revision} other={other} />
      ) : (
        <Suspense fallback={<SkeletonPage />}>
          <ItemContext value={{ title: item.title, showId: item.showId, itemId: item.id, settle: null }}>
            <Reading kind={item.kind} words={item} heading="h1" />
          </ItemContext>
        </Suspense>
      )}
    </PageFrame>
  );
}
