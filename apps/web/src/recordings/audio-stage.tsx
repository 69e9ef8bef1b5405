import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import type { Asset } from '@mobilise/contracts/media';
import type { Clip } from '@mobilise/contracts/recordings';
import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import { peaksQuery, peaksUrlOf } from '../media/peaks-query.ts';
import { type Clipped, clippedOf } from './clip.ts';
import { ChapterMarks, CueSpan } from './marks.tsx';
import type { Playback } from './playback.ts';
import { playableOf } from './recording-queries.ts';
import { StageFrame } from './stage-frame.tsx';
import { type Stretch, StretchHandles, StretchShade } from './stretch-handles.tsx';
import { Timeline } from './timeline.tsx';
import { Transport } from './transport.tsx';
import { TrimHandles, TrimShade, useTrim } from './trim-handles.tsx';

export interface StageProps {
  asset: Asset;
  value: Clip;
  playback: Playback;
  chapters: readonly Chapter[];
  cues: readonly Cue[];
  /** The cue that is worked on. */
  selected: number | null;
  onCut: (clip: Clipped) => void;
  onChapters: (chapters: readonly Chapter[]) => void;
  onCues: (cues: readonly Cue[]) => void;
  /** A part that is being chosen for something. */
  stretch?: Stretch | null;
  /** What else can be done at the playing point. */
  tools?: ReactNode;
}

/** A recording of sound to be heard: its waveform with what is cut away, its chapters and the cue that is worked on. */
export const AudioStage = memo(function AudioStage(props: StageProps) {
  const { asset, playback } = props;
  const source = playableOf(asset);
  return (
    <StageFrame>
      {source ? (
        // biome-ignore lint/a11y/useMediaCaption: the transcript stands below it
        <audio key={source} ref={playback.attach} src={source} preload="metadata" />
      ) : (
        <p className="text-small text-ink-soft">It can be heard once its listening copy is made.</p>
      )}
      <StageTimeline {...props} />
    </StageFrame>
  );
});

/** The waveform of a recording with everything on it; nothing while its length is not known. */
export function StageTimeline({
  asset,
  value,
  playback,
  chapters,
  cues,
  selected,
  onCut,
  onChapters,
  onCues,
  stretch,
  tools,
}: StageProps) {
  const peaks = useQuery(peaksQuery(peaksUrlOf(asset)));
  const duration = asset.duration ?? 0;
  const clip = clippedOf(value, duration);
  const trim = useTrim(clip, onCut);
  if (duration === 0) return null;
  const cue = selected === null ? undefined : cues[selected];
  return (
    <Timeline
      peaks={peaks.data ?? null}
      duration={duration}
      playback={playback}
      clip={clip}
      focus={cue ? clip.start + cue.start : null}
      above={(seen) => <ChapterMarks chapters={chapters} clip={clip} seen={seen} onChange={onChapters} />}
      over={(view) => (
        <>
          <TrimShade trim={trim} duration={duration} view={view} />
          {stretch && <StretchShade stretch={stretch} clip={clip} view={view} />}
        </>
      )}
      below={(seen) => (
        <>
          {selected !== null && <CueSpan cues={cues} index={selected} clip={clip} seen={seen} onChange={onCues} />}
          {stretch && <StretchHandles stretch={stretch} clip={clip} seen={seen} />}
          <TrimHandles trim={trim} duration={duration} seen={seen} />
        </>
      )}
      tools={
        <>
          <Transport playback={playback} clip={clip} />
          {tools}
        </>
      }
    />
  );
}
