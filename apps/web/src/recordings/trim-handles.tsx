import { useEffect, useRef, useState } from 'react';
import type { Clipped } from './clip.ts';
import { TimeHandle } from './time-handle.tsx';
import { shareOf, type View } from './view.ts';

/** Shortest clip, in milliseconds. */
const shortest = 1000;
/** Milliseconds after the last arrow key until a cut counts: each step of a key is no cut of its own. */
const settles = 900;

/** What is cut away at both ends lies in the shade; its edges are dragged, or moved with the arrow keys. */
export function TrimHandles({
  clip,
  duration,
  view,
  onChange,
}: {
  clip: Clipped;
  duration: number;
  view: View;
  onChange: (clip: Clipped) => void;
}) {
  const [waiting, setWaiting] = useState<Clipped | null>(null);
  const latest = useRef({ waiting, onChange });
  latest.current = { waiting, onChange };
  const commit = () => {
    const { waiting: cut, onChange: tell } = latest.current;
    if (!cut) return;
    setWaiting(null);
    tell(cut);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is committed is read when the time has come
  useEffect(() => {
    if (!waiting) return;
    const timer = window.setTimeout(commit, settles);
    return () => window.clearTimeout(timer);
  }, [waiting]);
  const [dragged, setDragged] = useState<Partial<Clipped>>({});
  const cut = waiting ?? clip;
  const shown = { ...cut, ...dragged };
  const edge = (which: 'start' | 'end', label: string, min: number, max: number) => (
    <TimeHandle
      label={label}
      value={cut[which]}
      min={min}
      max={max}
      view={view}
      onDrag={(to) => setDragged(to === null ? {} : { [which]: to })}
      onChange={(to) => setWaiting({ ...cut, [which]: to })}
      onBlur={commit}
      className="inset-y-0 z-10 -ml-3 flex w-6 cursor-ew-resize justify-center pointer-coarse:-ml-5 pointer-coarse:w-10"
    >
      <span className="h-full w-0.5 bg-ink" />
      <span className="absolute bottom-0 h-6 w-3 rounded-[3px] bg-ink forced-colors:border" />
    </TimeHandle>
  );
  return (
    <>
      <Shade view={view} from={0} to={shown.start} />
      <Shade view={view} from={shown.end} to={duration} />
      {edge('start', 'Start of what is used', 0, cut.end - shortest)}
      {edge('end', 'End of what is used', cut.start + shortest, duration)}
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
      className="pointer-events-none absolute inset-y-0 bg-sunk opacity-80 forced-colors:border-x forced-colors:opacity-60"
    />
  );
}
