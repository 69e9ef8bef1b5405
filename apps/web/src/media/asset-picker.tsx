import type { Asset, MediaKind } from '@mobilise/contracts/media';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useCan, useWorkspace } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { accepted, sayKinds } from './accepted.ts';
import { AssetGrid } from './asset-grid.tsx';
import { DropArea, FileButton, usePastedFiles } from './drop-area.tsx';
import { assetQuery, assetsQuery } from './media-queries.ts';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './use-uploads.ts';

export interface AssetPickerProps {
  /** What may be chosen, the most likely first; at least one. */
  kinds: readonly MediaKind[];
  /** `Choose the lead image` */
  title?: string;
  onClose: () => void;
  /** The chosen upload; its `alt` is the usual alternative text to start from. It may still be `processing`. */
  onPick: (asset: Asset) => void;
}

const kindNames: Record<MediaKind, string> = { image: 'Images', audio: 'Audio', video: 'Video' };

const useThis = { image: 'Use this image', audio: 'Use this recording', video: 'Use this video' } as const;

/** Chooses an upload of the library, or uploads one and chooses it. Mount it to open it. */
export function AssetPicker({ kinds, title = `Choose ${sayKinds(kinds, 'one')}`, onClose, onPick }: AssetPickerProps) {
  const { id: workspaceId } = useWorkspace();
  const mayUpload = useCan('assets.write');
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<MediaKind>(kinds[0] ?? 'image');
  const [chosen, setChosen] = useState<Asset | null>(null);
  const list = useInfiniteQuery(
    assetsQuery(workspaceId, {
      search: useDeferredValue(search.trim()) || undefined,
      kind,
      counts: 'false',
      failed: 'false',
    }),
  );
  const { uploads, add } = useUploads(
    (asset) => {
      setKind(asset.kind);
      setChosen(asset);
    },
    { kinds },
  );
  usePastedFiles(add, mayUpload);
  const assets = list.data?.pages.flatMap(({ data }) => data) ?? [];
  // One that was uploaded here and turns out to be damaged is not in the list: its own answer says so.
  const own = useQuery({ ...assetQuery(workspaceId, chosen?.id ?? ''), enabled: chosen !== null }).data;
  const latest = own ?? chosen;
  const isUsable = latest !== null && latest.state !== 'failed';
  const pick = () => {
    if (!latest) return;
    onPick(latest);
    onClose();
  };
  const { many } = accepted[kind];
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        <div className="flex flex-wrap items-center justify-end gap-2">
          {latest?.state === 'failed' && <p className="grow text-wrong">{latest.failure}</p>}
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" onPress={pick} isDisabled={!isUsable}>
            {useThis[latest?.kind ?? kind]}
          </Button>
        </div>
      }
    >
      <DropArea
        label={`Drop ${sayKinds(kinds, 'many')} here to upload them`}
        onFiles={add}
        className="flex flex-col gap-4"
      >
        <div className="flex flex-wrap items-end gap-3">
          <SearchField label="Search the library" value={search} onChange={setSearch} />
          {kinds.length > 1 && (
            <Select
              label="Kind"
              hideLabel
              choices={kinds.map((id) => ({ id, label: kindNames[id] }))}
              value={kind}
              onChange={setKind}
              className="w-32"
            />
          )}
          {mayUpload && (
            <FileButton onFiles={add} kinds={kinds} several>
              {`Upload ${kinds.length > 1 ? 'files' : many}`}
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
                ? `Nothing by that name or description among the ${many}.`
                : mayUpload
                  ? `There are no ${many} yet. Upload the first, or drop it here.`
                  : `There are no ${many} yet.`}
            </EmptyState>
          ) : (
            <>
              <AssetGrid
                label={kindNames[kind]}
                assets={assets}
                selected={latest?.id ?? null}
                onSelect={(id) => setChosen(assets.find((asset) => asset.id === id) ?? null)}
              />
              {list.hasNextPage && (
                <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage} className="mt-4">
                  Show older
                </Button>
              )}
            </>
          )}
        </div>
      </DropArea>
    </Dialog>
  );
}
