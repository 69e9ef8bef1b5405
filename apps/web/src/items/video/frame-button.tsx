import { ImageUp } from 'lucide-react';
import type { Clipped } from '../../recordings/clip.ts';
import type { Playback } from '../../recordings/playback.ts';
import { useHeard } from '../../recordings/use-playback.ts';
import { Button } from '../../ui/button.tsx';

/** Makes the frame at the playing point the poster. The film is paused for it, so that the frame is the one that is seen. */
export function FrameButton({
  playback,
  clip,
  posterAt,
  onUse,
}: {
  playback: Playback;
  clip: Clipped;
  /** The frame that is the poster already, in milliseconds of the film. */
  posterAt: number | null;
  onUse: (at: number) => void;
}) {
  const isUsed = useHeard(playback, ({ time, isPlaying }) => !isPlaying && time === posterAt);
  const use = () => {
    playback.pause();
    onUse(Math.min(Math.max(playback.get().time, clip.start), clip.end));
  };
  return (
    // Its words say why it does nothing. Not wholly disabled: whoever has just pressed it would lose their place.
    <Button size="small" icon={ImageUp} aria-disabled={isUsed} {...(!isUsed && { onPress: use })}>
      {isUsed ? 'This frame is the poster' : 'Use this frame as the poster'}
    </Button>
  );
}
