import type { Asset, FoundAsset } from '@mobilise/contracts/media';
import { Check } from 'lucide-react';
import { memo } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useWorkspace } from '../session.ts';
import { cx } from '../ui/cx.ts';
import { AssetThumb } from './asset-thumb.tsx';
import { type Standing, sayMeasure, sayUsed, standingOf } from './asset-words.ts';
import { sayBytes } from './bytes.ts';

export interface AssetGridProps {
  label: string;
  assets: readonly (Asset & Partial<Pick<FoundAsset, 'said'>>)[];
  selected: string | null;
  onSelect: (id: string) => void;
  /** Several at once, instead of the one that is open. */
  several?: { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void } | undefined;
  /** Small pictures, or a line each. */
  view?: 'grid' | 'list';
}

/** Uploads as thumbnails or as lines; arrow keys move between them. Not drawn anew for each piece of an upload that is sent. */
export const AssetGrid = memo(function AssetGrid({
  label,
  assets,
  selected,
  onSelect,
  several,
  view = 'grid',
}: AssetGridProps) {
  const { zone } = useWorkspace();
  const today = Temporal.Now.plainDateISO(zone).toString();
  const choosing = several
    ? {
        selectionMode: 'multiple' as const,
        selectedKeys: several.chosen,
        onSelectionChange: (keys: 'all' | Set<string | number>) =>
          several.onChange(new Set(keys === 'all' ? assets.map(({ id }) => id) : [...keys].map(String))),
      }
    : {
        selectionMode: 'single' as const,
        selectedKeys: selected ? [selected] : [],
        onSelectionChange: (keys: 'all' | Set<string | number>) => {
          const [first] = keys === 'all' ? [] : keys;
          if (first !== undefined) onSelect(String(first));
        },
        disallowEmptySelection: selected !== null,
      };
  return (
    <ListBox
      {...choosing}
      aria-label={label}
      layout={view === 'grid' ? 'grid' : 'stack'}
      items={assets}
      // What is drawn of an upload depends on these, too.
      dependencies={[view, today, Boolean(several)]}
      className={
        view === 'grid'
          ? 'grid grid-cols-[repeat(auto-fill,minmax(min(9rem,44%),1fr))] gap-3 outline-none'
          : 'flex flex-col border-t border-line outline-none'
      }
    >
      {(asset) => (
        <ListBoxItem
          id={asset.id}
          textValue={asset.filename}
          className={cx(
            'group relative min-w-0 data-focus-visible:outline-2 data-focus-visible:outline-focus data-hovered:bg-hover data-selected:bg-accent-soft',
            view === 'grid'
              ? 'flex flex-col gap-1 rounded-base p-1.5'
              : 'grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 border-b border-line p-1.5 -outline-offset-2 sm:grid-cols-[auto_minmax(0,3fr)_minmax(0,3fr)_4.5rem_minmax(0,2fr)]',
          )}
        >
          {view === 'grid' ? (
            <Tile asset={asset} standing={standingOf(asset, today)} />
          ) : (
            <Line asset={asset} standing={standingOf(asset, today)} />
          )}
          {several && <Tick isLine={view === 'list'} />}
        </ListBoxItem>
      )}
    </ListBox>
  );
});

interface Shown {
  asset: AssetGridProps['assets'][number];
  standing: Standing;
}

const tones = { soft: 'text-ink-soft', wait: 'text-wait', wrong: 'text-wrong' };

function Tile({ asset, standing }: Shown) {
  return (
    <>
      <span className="relative block aspect-square overflow-hidden rounded-base border border-line bg-sunk group-data-selected:outline-2 group-data-selected:outline-accent">
        <AssetThumb asset={asset} />
      </span>
      <span className="truncate text-small group-data-selected:font-semibold">{asset.filename}</span>
      <span className={cx('line-clamp-2 text-small', tones[standing.tone])}>{standing.words}</span>
      {asset.said && <Said>{asset.said}</Said>}
    </>
  );
}

function Line({ asset, standing }: Shown) {
  const measure = sayMeasure(asset);
  return (
    <>
      <span className="relative row-span-2 block size-11 overflow-hidden rounded-base border border-line bg-sunk sm:row-span-1">
        <AssetThumb asset={asset} isSmall />
      </span>
      <span className="truncate group-data-selected:font-semibold">{asset.filename}</span>
      <span className={cx('truncate text-small max-sm:col-start-2', tones[standing.tone])}>
        {standing.words}
        {standing.words !== measure && measure && <span className="text-ink-soft">, {measure}</span>}
      </span>
      <span className="figures text-right text-small text-ink-soft max-sm:hidden">{sayBytes(asset.bytes)}</span>
      <span className="truncate text-small text-ink-soft max-sm:hidden">{sayUsed(asset.used)}</span>
      {asset.said && <Said>{asset.said}</Said>}
    </>
  );
}

/** Where a search found its words in a recording, below all else of it. */
function Said({ children }: { children: string }) {
  return (
    <q className="line-clamp-3 text-small text-ink-soft sm:col-start-2 sm:-col-end-1 max-sm:col-start-2">{children}</q>
  );
}

function Tick({ isLine }: { isLine: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        'absolute grid size-5 place-items-center rounded-[3px] border border-line-strong bg-sheet text-on-accent group-data-selected:border-accent group-data-selected:bg-accent',
        isLine ? 'bottom-1 left-9' : 'top-3 left-3',
      )}
    >
      <Check strokeWidth={3} className="invisible size-4 group-data-selected:visible" />
    </span>
  );
}
