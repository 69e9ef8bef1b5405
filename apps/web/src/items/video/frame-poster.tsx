import type { Asset } from '@mobilise/contracts/media';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { Film, Trash2 } from 'lucide-react';
import type { Clipped } from '../../recordings/clip.ts';
import type { Playback } from '../../recordings/playback.ts';
import { playableOf } from '../../recordings/recording-queries.ts';
import { Button } from '../../ui/button.tsx';

/** The frame that was chosen as the poster, and the way back to the one that Mobilise chooses. */
export function FramePoster({
  asset,
  clip,
  at,
  playback,
  onRemove,
}: {
  asset: Asset;
  clip: Clipped;
  /** Milliseconds of the film. */
  at: number;
  playback: Playback;
  onRemove: () => void;
}) {
  // A frame that was cut away since is the nearest that is left: so the pipeline takes it, too.
  const shown = Math.min(Math.max(at, clip.start), clip.end);
  const source = playableOf(asset);
  const said = sayTimecode(Math.round((shown - clip.start) / 100) * 100);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {source && (
        <video
          key={shown}
          aria-hidden
          muted
          playsInline
          preload="metadata"
          tabIndex={-1}
          src={`${source}#t=${shown / 1000}`}
          width={asset.width ?? undefined}
          height={asset.height ?? undefined}
          className="h-24 w-auto rounded-base bg-[black]"
        />
      )}
      <div className="flex min-w-48 grow flex-col gap-2">
        <p className="figures">The frame at {said} is shown before it plays.</p>
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={Film} onPress={() => playback.seek(shown)}>
            Show it in the film
          </Button>
          <Button size="small" look="quiet" icon={Trash2} onPress={onRemove}>
            Let Mobilise choose
          </Button>
        </div>
      </div>
    </div>
  );
}
