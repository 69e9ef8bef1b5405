import { sayTimecode } from '@mobilise/contracts/timecode';
import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import { type Clipped, playClip, tenthIn } from './clip.ts';
import type { Playback } from './playback.ts';
import { useHeard } from './use-playback.ts';

/** Milliseconds of the buttons that skip. */
const skip = 5000;
const rates = ['0.5', '0.75', '1', '1.25', '1.5', '2'] as const;

/** Play and pause, back and forth, and how fast. */
export function Transport({ playback, clip }: { playback: Playback; clip: Clipped }) {
  const isPlaying = useHeard(playback, (state) => state.isPlaying);
  const rate = useHeard(playback, (state) => state.rate);
  const failure = useHeard(playback, (state) => state.failure);
  return (
    <>
      <Button
        look="primary"
        size="small"
        icon={isPlaying ? Pause : Play}
        onPress={() => (isPlaying ? playback.pause() : playClip(playback, clip))}
      >
        {isPlaying ? 'Pause' : 'Play'}
      </Button>
      <span className="flex items-center">
        <IconButton
          label="Back 5 seconds"
          icon={RotateCcw}
          size="small"
          onPress={() => playback.seek(playback.get().time - skip)}
        />
        <IconButton
          label="Forward 5 seconds"
          icon={RotateCw}
          size="small"
          onPress={() => playback.seek(Math.min(clip.end, playback.get().time + skip))}
        />
      </span>
      <Clock playback={playback} clip={clip} />
      <Select
        label="Speed"
        hideLabel
        size="small"
        choices={rates.map((id) => ({ id, label: `${id} ×` }))}
        value={String(rate) as (typeof rates)[number]}
        onChange={(to) => playback.setRate(Number(to))}
        className="w-20"
      />
      {failure && (
        <p role="alert" className="text-wrong">
          {failure}
        </p>
      )}
    </>
  );
}

/** Where it plays, to a tenth of a second, and how long the clip is. */
function Clock({ playback, clip }: { playback: Playback; clip: Clipped }) {
  const tenth = useHeard(playback, ({ time }) => tenthIn(clip, time));
  return (
    <span className="figures text-small text-ink-soft">
      <span className="inline-block min-w-12 text-right font-medium text-ink">{tenthsOf(tenth)}</span> /{' '}
      {sayTimecode(Math.round((clip.end - clip.start) / 1000) * 1000)}
    </span>
  );
}

/** Always with its tenth, so that it does not dance. */
function tenthsOf(time: number): string {
  const said = sayTimecode(time);
  return said.includes('.') ? said : `${said}.0`;
}
