import type { Cue } from '@mobilise/contracts/captions/cue';
import { cueAt } from '@mobilise/contracts/captions/edit-cues';
import { cropOf, filmRegion } from '@mobilise/contracts/crops';
import type { Asset } from '@mobilise/contracts/media';
import { shapes } from '@mobilise/contracts/shapes';
import { useId } from 'react';
import type { Clipped } from '../../recordings/clip.ts';
import type { Playback } from '../../recordings/playback.ts';
import { posterOf } from '../../recordings/recording-queries.ts';
import { useHeard } from '../../recordings/use-playback.ts';
import { Switch } from '../../ui/switch.tsx';

/** The shapes that channels with silent films show; the words as large and as high as media-processing, caption cards, draws them. */
const frames = [
  { shape: 'square', label: 'Square, 1:1', box: 'aspect-square h-40', words: 'bottom-[6%] text-[8px]' },
  { shape: 'tall', label: 'Tall, 9:16', box: 'aspect-[9/16] h-40', words: 'bottom-[20%] text-[5px]' },
] as const;

/** Whether captions are drawn into square and tall films, and what those look like then. */
export function BurnInField({
  value,
  onChange,
  asset,
  clip,
  cues,
  playback,
}: {
  value: boolean;
  onChange: (value: boolean) => void;
  asset: Asset;
  clip: Clipped | null;
  cues: readonly Cue[];
  playback: Playback;
}) {
  const helpId = useId();
  const at = useHeard(playback, ({ time }) => cueAt(cues, time - (clip?.start ?? 0)));
  const shown = at ?? 0;
  const cue = cues[shown];
  const isAnother = cue?.speaker && cue.speaker !== cues[shown - 1]?.speaker;
  const poster = posterOf(asset);
  return (
    <section aria-label="Captions in the picture" className="flex flex-wrap items-start gap-x-8 gap-y-3">
      <div className="flex max-w-prose min-w-64 grow basis-0 flex-col gap-1">
        <Switch isSelected={value} onChange={onChange} aria-describedby={helpId}>
          Draw the captions into square and tall films
        </Switch>
        <p id={helpId} className="text-small text-ink-soft">
          Social channels play them without sound, and many show no captions of their own. The wide film keeps its
          captions beside it, where people can switch them on.
        </p>
      </div>
      <div aria-hidden className="flex items-end gap-3">
        {frames.map(({ shape, label, box, words }) => (
          <div key={label} className="flex flex-col items-center gap-1">
            <div className={`relative overflow-hidden rounded-base bg-[black] ${box}`}>
              {poster && <Frame asset={asset} poster={poster} shape={shape} />}
              {value && cue && (
                <p
                  className={`absolute inset-x-[5%] mx-auto w-fit bg-[oklch(0_0_0/0.8)] px-[0.4em] py-[0.2em] text-center leading-tight font-bold whitespace-pre-line text-[white] ${words}`}
                >
                  {isAnother ? `${cue.speaker}: ${cue.text}` : cue.text}
                </p>
              )}
            </div>
            <span className="text-small text-ink-soft">{label}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** The film as its frame shows it: a part of it, or the whole before itself, large and out of focus. */
function Frame({ asset, poster, shape }: { asset: Asset; poster: string; shape: 'square' | 'tall' }) {
  const film = { width: asset.width ?? 16, height: asset.height ?? 9 };
  const region = filmRegion(film, shapes[shape], { crop: asset.crops[shape], focalPoint: asset.focalPoint });
  if (!region)
    return (
      <>
        <img src={poster} alt="" className="absolute inset-0 size-full scale-110 object-cover brightness-50 blur-xs" />
        <img src={poster} alt="" className="absolute inset-0 size-full object-contain" />
      </>
    );
  const { width, height, x, y } = cropOf(film, region);
  return (
    <img
      src={poster}
      alt=""
      className="absolute max-w-none"
      style={{
        ...{ width: `${100 / width}%`, height: `${100 / height}%` },
        ...{ left: `${(-x / width) * 100}%`, top: `${(-y / height) * 100}%` },
      }}
    />
  );
}
