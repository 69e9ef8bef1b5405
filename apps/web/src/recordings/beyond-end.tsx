import type { Cue } from '@mobilise/contracts/captions/cue';
import { isBeyond } from '@mobilise/contracts/recording-times';
import { CircleAlert } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { type Clipped, cuesWithin } from './clip.ts';

/** Words that come after a recording has ended, which stop the approval: those of another recording, or of one that was cut. */
export function BeyondEnd({
  cues,
  clip,
  onChange,
}: {
  cues: readonly Cue[];
  clip: Clipped;
  onChange: (cues: readonly Cue[]) => void;
}) {
  const beyond = cues.filter((cue) => isBeyond(cue, clip.end - clip.start)).length;
  if (beyond === 0) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-base border border-wrong bg-wrong-soft px-3 py-2"
    >
      <CircleAlert aria-hidden className="size-4.5 shrink-0 text-wrong" />
      <p className="min-w-48 grow basis-0">
        {beyond === 1 ? 'One cue goes' : `${beyond.toLocaleString('en-GB')} cues go`} on after the recording has ended,
        so this cannot be approved. Check that the words belong to this recording, and move them.
      </p>
      <Button size="small" onPress={() => onChange(cuesWithin(cues, { start: 0, end: clip.end - clip.start }))}>
        Leave out what is beyond the end
      </Button>
    </div>
  );
}
