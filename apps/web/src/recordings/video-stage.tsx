import { cueAt } from '@mobilise/contracts/captions/edit-cues';
import { wrapCue } from '@mobilise/contracts/captions/wrap-cue';
import { memo } from 'react';
import { type StageProps, StageTimeline } from './audio-stage.tsx';
import { clippedOf } from './clip.ts';
import { playableOf, posterOf } from './recording-queries.ts';
import { StageFrame } from './stage-frame.tsx';
import { useHeard } from './use-playback.ts';

/** A film to be seen, with the captions as they are at this moment over the picture, and its sound below. */
export const VideoStage = memo(function VideoStage(props: StageProps) {
  const { asset, playback, value, cues } = props;
  const source = playableOf(asset);
  const { start } = clippedOf(value, asset.duration ?? 0);
  const poster = posterOf(asset);
  return (
    <StageFrame isHigh>
      {source ? (
        <div className="relative mx-auto w-fit max-w-full overflow-hidden rounded-base bg-[black]">
          <video
            key={source}
            ref={playback.attach}
            src={source}
            preload="metadata"
            playsInline
            {...(poster && { poster })}
            width={asset.width ?? undefined}
            height={asset.height ?? undefined}
            className="block h-auto max-h-[38vh] w-auto max-w-full"
          />
          <Caption playback={playback} cues={cues} origin={start} />
        </div>
      ) : (
        <p className="text-small text-ink-soft">It can be seen once its preview is made.</p>
      )}
      <StageTimeline {...props} />
    </StageFrame>
  );
});

/** White on black whatever the colours of the desk: it lies on a picture. */
function Caption({ playback, cues, origin }: Pick<StageProps, 'playback' | 'cues'> & { origin: number }) {
  const index = useHeard(playback, ({ time }) => cueAt(cues, time - origin));
  const cue = index === null ? undefined : cues[index];
  if (!cue?.text.trim()) return null;
  return (
    <p
      aria-hidden
      className="pointer-events-none absolute inset-x-2 bottom-[6%] mx-auto w-fit max-w-full bg-[oklch(0_0_0/0.8)] px-2 py-0.5 text-center text-lead whitespace-pre-line text-[white] forced-colors:border"
    >
      {wrapCue(cue.text)}
    </p>
  );
}
