import type { Asset } from '@mobilise/contracts/media';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { AssetGrid } from './asset-grid.tsx';
import { DropArea, FileButton } from './drop-area.tsx';
import { assetsQuery } from './media-queries.ts';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './use-uploads.ts';

export interface ImagePickerProps {
  /** `Choose the lead image` */
  title?: string;
  onClose: () => void;
  /** The chosen upload; its `alt` is the usual alternative text to start from. */
  onPick: (asset: Asset) => void;
}

/** Chooses an image of the library, or uploads one and chooses it. Mount it to open it. */
export function ImagePicker({ title = 'Choose an image', onClose, onPick }: ImagePickerProps) {
  const { id: workspaceId } = useWorkspace();
  const mayUpload = useCan('assets.write');
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const list = useInfiniteQuery(assetsQuery(workspaceId, useDeferredValue(search.trim())));
  const { uploads, add } = useUploads((asset) => setSelected(asset.id));
  const assets = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const chosen = assets.find(({ id }) => id === selected);
  const pick = () => {
    if (!chosen) return;
    onPick(chosen);
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} size="wide">
      <DropArea label="Drop images here to upload them" onFiles={add} className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <SearchField label="Search the library" value={search} onChange={setSearch} />
          {mayUpload && (
            <FileButton onFiles={add} several>
              Upload images
            </FileButton>
          )}
        </div>
        <UploadList uploads={uploads} />
        <div className="max-h-[50dvh] min-h-48 overflow-y-auto p-1">
          {list.error ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? (
            <SkeletonRows rows={4} />
          ) : assets.length === 0 ? (
            <EmptyState drawing="pictures">
              {search
                ? 'No image by that name or description.'
                : 'The library is empty. Upload the first image, or drop it here.'}
            </EmptyState>
          ) : (
            <>
              <AssetGrid label="Images" assets={assets} selected={selected} onSelect={setSelected} />
              {list.hasNextPage && (
                <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage} className="mt-4">
                  Show older
                </Button>
              )}
            </>
          )}
        </div>
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line pt-3">
          {chosen?.state === 'failed' && <p className="grow text-wrong">{chosen.failure}</p>}
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" onPress={pick} isDisabled={!chosen || chosen.state === 'failed'}>
            Use this image
          </Button>
        </div>
      </DropArea>
    </Dialog>
  );
}
