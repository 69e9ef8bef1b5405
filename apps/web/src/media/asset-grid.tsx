import type { Asset } from '@mobilise/contracts/media';
import { AudioLines, Clapperboard, ImageOff, LoaderCircle } from 'lucide-react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { sayDuration } from './duration.ts';

export interface AssetGridProps {
  label: string;
  assets: readonly Asset[];
  selected: string | null;
  onSelect: (id: string) => void;
}

/** Uploads as thumbnails; arrow keys move between them. */
export function AssetGrid({ label, assets, selected, onSelect }: AssetGridProps) {
  return (
    <ListBox
      aria-label={label}
      layout="grid"
      items={assets}
      selectionMode="single"
      selectedKeys={selected ? [selected] : []}
      onSelectionChange={(keys) => {
        const [first] = keys === 'all' ? [] : keys;
        if (first !== undefined) onSelect(String(first));
      }}
      disallowEmptySelection={selected !== null}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(9rem,44%),1fr))] gap-3 outline-none"
    >
      {(asset) => (
        <ListBoxItem
          id={asset.id}
          textValue={asset.filename}
          className="group flex min-w-0 flex-col gap-1 rounded-base p-1.5 data-focus-visible:outline-2 data-focus-visible:outline-focus data-hovered:bg-hover data-selected:bg-accent-soft"
        >
          <span className="relative block aspect-square overflow-hidden rounded-base border border-line bg-sunk group-data-selected:outline-2 group-data-selected:outline-accent">
            <Thumb asset={asset} />
          </span>
          <span className="truncate text-small group-data-selected:font-semibold">{asset.filename}</span>
          <span className="truncate text-small text-ink-soft">{noteOf(asset)}</span>
        </ListBoxItem>
      )}
    </ListBox>
  );
}

function noteOf({ state, kind, alt, width, height, duration }: Asset): string {
  if (state === 'processing') return 'Being prepared';
  if (state === 'failed') return 'Could not be used';
  if (state === 'cancelled') return 'Stopped';
  if (kind !== 'image') return duration === null ? '' : sayDuration(duration);
  return alt.trim() ? `${width} × ${height}` : 'No usual alt text';
}

/** An upload small and square; a sign while it is being prepared or when it failed. */
function Thumb({ asset: { thumb, state, kind } }: { asset: Pick<Asset, 'thumb' | 'state' | 'kind'> }) {
  if (thumb) return <img src={thumb} alt="" loading="lazy" decoding="async" className="size-full object-cover" />;
  const [Sign, tone] =
    state === 'failed'
      ? [ImageOff, 'text-wrong']
      : state === 'processing'
        ? [LoaderCircle, 'animate-spin']
        : [kind === 'audio' ? AudioLines : kind === 'video' ? Clapperboard : ImageOff, ''];
  return (
    <span className="grid size-full place-items-center text-ink-soft">
      <Sign aria-hidden className={`size-6 ${tone}`} />
    </span>
  );
}
