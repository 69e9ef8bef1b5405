import type { Clipped } from './clip.ts';
import { TimeHandle } from './time-handle.tsx';
import type { Seen } from './timeline.tsx';
import { shareOf, type View } from './view.ts';

/** A part of a recording that is chosen for something; times count from where the recording was cut to. */
export interface Stretch {
  /** What it is chosen for: `audiogram`. */
  noun: string;
  value: Clipped;
  onChange: (value: Clipped) => void;
}

/** The part that is chosen, below the waveform, with both its ends to be dragged. */
export function StretchHandles({
  stretch: { noun, value, onChange },
  clip,
  seen: { view, reveal },
}: {
  stretch: Stretch;
  clip: Clipped;
  seen: Seen;
}) {
  const edge = (which: 'start' | 'end', label: string) => (
    <TimeHandle
      label={`${label} of the ${noun}`}
      value={clip.start + value[which]}
      min={which === 'start' ? clip.start : clip.start + value.start + shortest}
      max={which === 'start' ? clip.start + value.end - shortest : clip.end}
      view={view}
      onReveal={reveal}
      origin={clip.start}
      onChange={(to) => onChange({ ...value, [which]: to - clip.start })}
      className="inset-y-0 -ml-3 flex w-6 cursor-ew-resize justify-center"
    >
      <span className="h-full w-2 rounded-[3px] bg-accent forced-colors:border" />
    </TimeHandle>
  );
  return (
    <div className="relative h-6">
      <Band
        stretch={value}
        clip={clip}
        view={view}
        className="inset-y-1 rounded-[3px] border border-accent bg-accent-soft"
      />
      {edge('start', 'Start')}
      {edge('end', 'End')}
    </div>
  );
}

/** The part that is chosen, on the waveform itself. */
export function StretchShade({ stretch: { value }, clip, view }: { stretch: Stretch; clip: Clipped; view: View }) {
  return <Band stretch={value} clip={clip} view={view} className="inset-y-0 border-x-2 border-accent bg-accent/12" />;
}

function Band({ stretch, clip, view, className }: { stretch: Clipped; clip: Clipped; view: View; className: string }) {
  const left = Math.min(1, Math.max(0, shareOf(view, clip.start + stretch.start)));
  const right = Math.min(1, Math.max(0, shareOf(view, clip.start + stretch.end)));
  if (right <= left) return null;
  return (
    <div
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
      className={`pointer-events-none absolute ${className}`}
    />
  );
}

/** Milliseconds of the shortest part. */
const shortest = 1000;
