import { type listAssets, mediaKinds } from '@mobilise/contracts/media';
import type { RouteResponse } from '@mobilise/contracts/route';
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, LayoutGrid, List, ListChecks, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { AssetGrid } from './asset-grid.tsx';
import { FileButton } from './drop-area.tsx';
import { EmptyBin } from './empty-bin.tsx';
import { isNarrowed, LibraryFilters, type Narrow, nothingNarrowed } from './library-filters.tsx';
import { MachineNotes } from './machine-notes.tsx';
import { assetsQuery, overviewQuery } from './media-queries.ts';
import { Room } from './room.tsx';
import type { MediaSearch } from './search.ts';
import { SeveralBar } from './several-bar.tsx';
import { isOnItsWay } from './upload-batch.ts';
import { UploadList } from './upload-list.tsx';
import type { Upload } from './upload-store.ts';

export interface LibraryProps {
  search: MediaSearch;
  narrow: Narrow;
  onOpen: (assetId: string) => void;
  uploads: readonly Upload[];
  onFiles: (files: File[]) => void;
}

/** Every upload that fits the search, or the bin. */
export function Library({ search, narrow, onOpen, uploads, onFiles }: LibraryProps) {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useCan('assets.write');
  const [several, setSeveral] = useState<ReadonlySet<string> | null>(null);
  const { view = 'grid', bin: isBin = false, asset: selected, search: words, ...rest } = search;
  // Small pictures do not say where each is used; once a list has, they need not be asked for again without.
  const [isCounted, setCounted] = useState(view === 'list');
  if (view === 'list' && !isCounted) setCounted(true);
  // What is looked for by its words, its rights or its use is found also where a newer file has replaced it: it may still be out.
  const isLookedFor = Boolean(words?.trim() || rest.rights || rest.used === 'yes');
  const filters = {
    ...rest,
    search: words?.trim() || undefined,
    bin: isBin ? ('true' as const) : undefined,
    replaced: isLookedFor ? ('true' as const) : undefined,
  };
  const list = useInfiniteQuery({
    ...assetsQuery(workspaceId, { ...filters, counts: isCounted ? undefined : 'false' }),
    // The same uploads stay while their counts are on the way.
    placeholderData: useQueryClient().getQueryData<InfiniteData<RouteResponse<typeof listAssets>, string>>(
      assetsQuery(workspaceId, { ...filters, counts: 'false' }).queryKey,
    ),
  });
  const overview = useQuery(overviewQuery(workspaceId)).data;
  const assets = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  // Nothing is done to what is not seen: what was chosen and no longer fits is not chosen any more.
  const chosen = several && new Set(assets.map(({ id }) => id).filter((id) => several.has(id)));
  const upload = mayWrite && !isBin && (
    <FileButton onFiles={onFiles} kinds={mediaKinds} several look="primary">
      Upload
    </FileButton>
  );
  return (
    <div className="flex min-h-96 flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5">
      <PageHeader
        title={isBin ? 'Bin' : 'Media'}
        documentTitle={isBin ? 'Bin, Media' : 'Media'}
        above={
          isBin && (
            <Button
              size="small"
              look="quiet"
              icon={ArrowLeft}
              className="-ml-2"
              onPress={() => narrow({ ...nothingNarrowed, bin: undefined })}
            >
              Media
            </Button>
          )
        }
        actions={isBin ? assets.length > 0 && <EmptyBin /> : upload}
      >
        {isBin && (
          <p className="max-w-prose text-ink-soft">What is here is deleted for good 30 days after it was removed.</p>
        )}
        <LibraryFilters search={search} onChange={narrow} />
      </PageHeader>
      {!isBin && <MachineNotes notes={overview?.notes ?? []} />}
      <UploadList uploads={uploads} />
      <section aria-label={isBin ? 'What is in the bin' : 'Library'} className="flex grow flex-col gap-4 rounded-base">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {list.data && assets.length > 0 && (
            <p role="status" className="figures text-small text-ink-soft">
              {sayCount(assets.length, list.hasNextPage)}
            </p>
          )}
          {overview && !isBin && <Room storage={overview.storage} />}
          <span className="grow" />
          {assets.length > 0 && (
            <ViewButtons view={view} onChange={(to) => narrow({ view: to === 'list' ? 'list' : undefined })} />
          )}
          {mayWrite && assets.length > 0 && (
            <Button size="small" look="quiet" icon={ListChecks} onPress={() => setSeveral(several ? null : new Set())}>
              {several ? 'Stop choosing' : 'Choose several'}
            </Button>
          )}
          {overview && !isBin && overview.bin > 0 && (
            <Button
              size="small"
              look="quiet"
              icon={Trash2}
              onPress={() => narrow({ ...nothingNarrowed, bin: true, asset: undefined })}
            >
              {`Bin, ${overview.bin}`}
            </Button>
          )}
        </div>
        {list.error ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <SkeletonRows />
        ) : assets.length === 0 && uploads.some(isOnItsWay) && !isBin ? null : assets.length === 0 ? (
          <Nothing search={search} narrow={narrow} upload={upload} />
        ) : (
          <>
            <AssetGrid
              label={isBin ? 'Uploads in the bin' : 'Uploads'}
              assets={assets}
              selected={selected ?? null}
              onSelect={onOpen}
              several={chosen ? { chosen, onChange: setSeveral } : undefined}
              view={view}
            />
            {list.hasNextPage && (
              <Button
                onPress={() => void list.fetchNextPage()}
                isPending={list.isFetchingNextPage}
                className="self-start"
              >
                Show older
              </Button>
            )}
          </>
        )}
        {chosen && (
          <SeveralBar
            chosen={assets.filter(({ id }) => chosen.has(id))}
            isBin={isBin}
            onChoose={setSeveral}
            onDone={() => setSeveral(null)}
          />
        )}
      </section>
    </div>
  );
}

function sayCount(count: number, hasMore: boolean): string {
  if (hasMore) return `The newest ${count}`;
  return count === 1 ? '1 upload' : `${count} uploads`;
}

function ViewButtons({ view, onChange }: { view: 'grid' | 'list'; onChange: (view: 'grid' | 'list') => void }) {
  const choices = [
    { id: 'grid', icon: LayoutGrid, label: 'Show small pictures' },
    { id: 'list', icon: List, label: 'Show a list' },
  ] as const;
  return (
    <fieldset aria-label="View" className="flex">
      {choices.map(({ id, icon, label }) => (
        <IconButton
          key={id}
          icon={icon}
          size="small"
          label={label}
          look={view === id ? 'plain' : 'quiet'}
          aria-pressed={view === id}
          onPress={() => onChange(id)}
        />
      ))}
    </fieldset>
  );
}

function Nothing({ search, narrow, upload }: Pick<LibraryProps, 'search' | 'narrow'> & { upload: React.ReactNode }) {
  if (isNarrowed(search)) {
    return (
      <EmptyState
        drawing="pictures"
        action={
          <Button onPress={() => narrow(nothingNarrowed)}>
            {search.bin ? 'Show the whole bin' : 'Show everything'}
          </Button>
        }
      >
        Nothing matches this search.
      </EmptyState>
    );
  }
  if (search.bin) return <EmptyState drawing="pictures">The bin is empty.</EmptyState>;
  return (
    <EmptyState drawing="pictures" action={upload}>
      {upload
        ? 'Pictures, sound and film for stories, episodes and posts live here. Upload some, or drop them on this page.'
        : 'Nothing has been uploaded yet.'}
    </EmptyState>
  );
}
