import { type Asset, mediaKinds } from '@mobilise/contracts/media';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useCan } from '../session.ts';
import { cx } from '../ui/cx.ts';
import { AssetDetail } from './asset-detail.tsx';
import { DropArea, usePastedFiles } from './drop-area.tsx';
import { Library } from './library.tsx';
import { isSameSearch, type MediaSearch } from './search.ts';
import { useUploads } from './use-uploads.ts';

/** The library of uploads: search, upload, and everything about one in the rail. */
export function MediaPage() {
  const mayUpload = useCan('assets.write');
  const search = useSearch({ strict: false }) as MediaSearch;
  const { asset: selected } = search;
  const navigate = useNavigate();
  const go = useCallback(
    (to: Partial<MediaSearch>, replace: boolean) =>
      void navigate({ to: '.', search: (now: MediaSearch) => ({ ...now, ...to }), replace } as never),
    [navigate],
  );
  const open = useCallback((asset: string | undefined) => go({ asset }, false), [go]);
  // One file is opened when it is there, unless somebody went on to something else; many would chase one another through the rail.
  const begunAt = useRef<MediaSearch | null>(null);
  const opened = (asset: Asset) => isSameSearch(begunAt.current, search) && open(asset.id);
  const { uploads, add } = useUploads(opened, { kinds: mediaKinds, isLibrary: true });
  const take = (files: readonly File[]) => {
    begunAt.current = files.length === 1 && uploads.length === 0 ? search : null;
    add(files);
  };
  usePastedFiles(take, mayUpload && !search.bin);
  const place = useRef<HTMLDivElement>(null);
  const openBefore = useRef(selected);
  useEffect(() => {
    // What was looked at is gone with the focus in it: it goes back to where it came from.
    if (!selected && openBefore.current && document.activeElement === document.body)
      (place.current?.querySelector<HTMLElement>(`[data-key="${openBefore.current}"]`) ?? place.current)?.focus();
    openBefore.current = selected;
  }, [selected]);
  const library = (
    <Library
      key={search.bin ? 'bin' : 'library'}
      search={search}
      narrow={(to) => go(to, true)}
      onOpen={open}
      uploads={uploads}
      onFiles={take}
    />
  );
  return (
    <div className="flex grow flex-col min-[1100px]:flex-row">
      {/* Where the library makes way for one upload, its heading does, too. */}
      {selected && <h1 className="sr-only min-[1100px]:hidden">Media</h1>}
      <div ref={place} tabIndex={-1} className={cx('min-w-0 grow outline-none', selected && 'max-[1099px]:hidden')}>
        {mayUpload && !search.bin ? (
          <DropArea label="Drop files here to upload them" onFiles={take} className="min-h-full">
            {library}
          </DropArea>
        ) : (
          library
        )}
      </div>
      {selected && (
        <aside
          aria-label="About this upload"
          className="shrink-0 bg-sunk px-4 sm:px-6 min-[1100px]:w-[26rem] min-[1100px]:border-l min-[1100px]:border-line min-[1100px]:px-5 min-[1100px]:tall:sticky min-[1100px]:tall:top-0 min-[1100px]:tall:max-h-dvh min-[1100px]:tall:self-stretch min-[1100px]:tall:overflow-y-auto"
        >
          <AssetDetail key={selected} assetId={selected} onClose={() => open(undefined)} onOpen={open} />
        </aside>
      )}
    </div>
  );
}
