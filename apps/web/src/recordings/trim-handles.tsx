import { useCallback, useEffect, useRef, useState } from 'react';
import type { Clipped } from './clip.ts';
import { TimeHandle } from './time-handle.tsx';
import type { Seen } from './timeline.tsx';
import { shareOf, type View } from './view.ts';

/** Shortest clip, in milliseconds. */
const shortest = 1000;
/** Milliseconds after the last arrow key until a cut counts: each step of a key is no cut of its own. */
const settles = 900;

/** A cut that is being made: shown at once, told when it has come to rest. */
export function useTrim(clip: Clipped, onChange: (clip: Clipped) => void) {
  const [waiting, setWaiting] = useState<Clipped | null>(null);
  const [dragged, setDragged] = useState<Partial<Clipped>>({});
  const latest = useRef({ waiting, onChange });
  latest.current = { waiting, onChange };
  const commit = useCallback(() => {
    const { waiting: cut, onChange: tell } = latest.current;
    if (!cut) return;
    setWaiting(null);
    tell(cut);
  }, []);
  useEffect(() => {
    if (!waiting) return;
    const timer = window.setTimeout(commit, settles);
    return () => window.clearTimeout(timer);
  }, [waiting, commit]);
  const cut = waiting ?? clip;
  return { cut, shown: { ...cut, ...dragged }, drag: setDragged, set: setWaiting, commit };
}

type Trim = ReturnType<typeof useTrim>;

/** The edges of what is used, below the waveform: dragged, or moved with the arrow keys. */
export function TrimHandles({ trim, duration, seen: { view, reveal } }: { trim: Trim; duration: number; seen: Seen }) {
  const { cut } = trim;
  const edge = (which: 'start' | 'end', label: string, min: number, max: number) => (
    <TimeHandle
      label={label}
      value={cut[which]}
      min={min}
      max={max}
      view={view}
      onReveal={reveal}
      onDrag={(to) => trim.drag(to === null ? {} : { [which]: to })}
      onChange={(to) => trim.set({ ...cut, [which]: to })}
      onBlur={trim.commit}
      className="inset-y-0 -ml-3 grid w-6 cursor-ew-resize place-items-center"
    >
      <span className="h-4.5 w-3 rounded-[3px] bg-ink forced-colors:border" />
    </TimeHandle>
  );
  return (
    <div className="relative h-6">
      {edge('start', 'Start of what is used', 0, cut.end - shortest)}
      {edge('end', 'End of what is used', cut.start + shortest, duration)}
    </div>
  );
}

/** What is cut away at both ends lies in the shade. */
export function TrimShade({ trim: { shown }, duration, view }: { trim: Trim; duration: number; view: View }) {
  return (
    <>
      <Shade view={view} from={0} to={shown.start} />
      <Shade view={view} from={shown.end} to={duration} />
    </>
  );
}

function Shade({ view, from, to }: { view: View; from: number; to: number }) {
  const left = Math.min(1, Math.max(0, shareOf(view, from)));
  const right = Math.min(1, Math.max(0, shareOf(view, to)));
  if (right <= left) return null;
  return (
    <div
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
      className="pointer-events-none absolute inset-y-0 border-x border-ink bg-sunk opacity-80 forced-colors:opacity-60"
    />
  );
}
