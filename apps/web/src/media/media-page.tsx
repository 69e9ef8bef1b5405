import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { AssetDetail } from './asset-detail.tsx';
import { AssetGrid } from './asset-grid.tsx';
import { DropArea, FileButton } from './drop-area.tsx';
import { assetsQuery } from './media-queries.ts';
import type { MediaSearch } from './search.ts';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './use-uploads.ts';

/** The library of uploads: search, upload, and everything about one in the rail. */
export function MediaPage() {
  const { id: workspaceId } = useWorkspace();
  const mayUpload = useCan('assets.write');
  const { search = '', asset: selected } = useSearch({ strict: false }) as MediaSearch;
  const navigate = useNavigate();
  const go = (to: { search?: string | undefined; asset?: string | undefined }) =>
    void navigate({
      to: '.',
      search: { search: search || undefined, asset: selected, ...to },
      replace: 'search' in to,
    } as never);
  const list = useInfiniteQuery(assetsQuery(workspaceId, { search: search.trim() || undefined }));
  const { uploads, add } = useUploads((asset) => go({ asset: asset.id }));
  const assets = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const upload = mayUpload && (
    <FileButton onFiles={add} several look="primary">
      Upload images
    </FileButton>
  );
  const content = (
    <div className="flex min-h-96 flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5">
      <PageHeader title="Media" actions={upload}>
        <SearchField
          label="Search by name or alt text"
          value={search}
          onChange={(value) => go({ search: value || undefined })}
        />
      </PageHeader>
      <UploadList uploads={uploads} />
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows />
      ) : assets.length === 0 ? (
        <EmptyState
          drawing="pictures"
          action={search ? <Button onPress={() => go({ search: undefined })}>Show everything</Button> : upload}
        >
          {search
            ? 'No upload by that name or description.'
            : mayUpload
              ? 'Pictures for stories and posts live here. Upload some, or drop them on this page.'
              : 'Nothing has been uploaded yet.'}
        </EmptyState>
      ) : (
        <>
          <AssetGrid label="Uploads" assets={assets} selected={selected ?? null} onSelect={(asset) => go({ asset })} />
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
    </div>
  );
  return (
    <div className="flex grow flex-col min-[1100px]:flex-row">
      <div className={cx('min-w-0 grow', selected && 'max-[1099px]:hidden')}>
        {mayUpload ? (
          <DropArea label="Drop images here to upload them" onFiles={add} className="min-h-full">
            {content}
          </DropArea>
        ) : (
          content
        )}
      </div>
      {selected && (
        <aside
          aria-label="About this upload"
          className="shrink-0 bg-sunk px-4 sm:px-6 min-[1100px]:w-96 min-[1100px]:border-l min-[1100px]:border-line min-[1100px]:px-5"
        >
          <AssetDetail key={selected} assetId={selected} onClose={() => go({ asset: undefined })} />
        </aside>
      )}
    </div>
  );
}
