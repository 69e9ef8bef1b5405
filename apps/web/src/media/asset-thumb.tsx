import type { Asset } from '@mobilise/contracts/media';
import { AudioLines, CircleAlert, CirclePause, Clapperboard, ImageOff, LoaderCircle } from 'lucide-react';
import { cx } from '../ui/cx.ts';
import { WaveformThumb } from './waveform-thumb.tsx';

/** An upload small and square; a sign where it has nothing to see, is being prepared or failed. */
export function AssetThumb({ asset, isSmall = false }: { asset: Asset; isSmall?: boolean }) {
  const { thumb, state, kind } = asset;
  if (thumb) {
    return (
      <>
        <img src={thumb} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
        {kind === 'video' && (
          <Clapperboard
            aria-hidden
            className={cx(
              'absolute rounded-[3px] bg-sheet p-0.5 text-ink',
              isSmall ? 'right-0.5 bottom-0.5 size-4' : 'right-1 bottom-1 size-5',
            )}
          />
        )}
      </>
    );
  }
  if (kind === 'audio' && state === 'ready' && !isSmall)
    return (
      <WaveformThumb
        asset={asset}
        columns={40}
        className="absolute inset-x-2 inset-y-1/4 h-1/2 w-[calc(100%-1rem)] text-accent"
      />
    );
  const [Sign, tone] =
    state === 'failed'
      ? [CircleAlert, 'text-wrong']
      : state === 'processing'
        ? [LoaderCircle, 'animate-spin']
        : state === 'cancelled'
          ? [CirclePause, 'text-wait']
          : [kind === 'audio' ? AudioLines : kind === 'video' ? Clapperboard : ImageOff, ''];
  return (
    <span className="grid size-full place-items-center text-ink-soft">
      <Sign aria-hidden className={cx(isSmall ? 'size-5' : 'size-6', tone)} />
    </span>
  );
}
