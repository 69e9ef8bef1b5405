import { sayTimecode } from '@mobilise/contracts/timecode';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Peaks } from './peaks.ts';
import type { Playback } from './playback.ts';
import { TimeHandle } from './time-handle.tsx';
import { useHeard } from './use-playback.ts';
import { followed, moved, shareOf, ticksOf, timeAt, type View, whole, zoom } from './view.ts';
import { Waveform } from './waveform.tsx';
import { ZoomTools } from './zoom-tools.tsx';

export interface TimelineProps {
  peaks: Peaks | null;
  /** Of the file, in milliseconds. */
  duration: number;
  playback: Playback;
  /** Where the clip begins in the file: times are said from there. */
  origin: number;
  /** What lies on the waveform: handles, marks. */
  children: (view: View) => ReactNode;
  /** Buttons before those that zoom. */
  tools: ReactNode;
}

/** The sound of a recording along its time, with the playing point on it. A press anywhere plays from there. */
export function Timeline({ peaks, duration, playback, origin, children, tools }: TimelineProps) {
  const [view, setView] = useState(() => whole(duration));
  const track = useRef<HTMLDivElement>(null);
  useEffect(() => setView(whole(duration)), [duration]);
  useEffect(
    () =>
      playback.subscribe(() => {
        const { time } = playback.get();
        setView((present) => followed(present, duration, Math.min(time, duration)));
      }),
    [playback, duration],
  );
  useWheel(track, (event, share) => {
    if (event.ctrlKey || event.metaKey)
      setView((now) => zoom(now, duration, 2 ** (-event.deltaY / 100), timeAt(now, share)));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = ((event.deltaX || event.deltaY) / 800) * (view.end - view.start);
      setView((now) => moved(now, duration, now.start + by));
    } else return false;
    return true;
  });
  const seek = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.type === 'pointermove' && event.buttons === 0)) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    playback.seek(Math.min(duration, Math.max(0, timeAt(view, (event.clientX - box.left) / box.width))));
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="rounded-base border border-line bg-sheet">
        <div
          ref={track}
          onPointerDown={seek}
          onPointerMove={(event) => event.buttons === 1 && seek(event)}
          className="relative h-28 touch-pan-y overflow-hidden rounded-t-base select-none"
        >
          <Waveform peaks={peaks} view={view} />
          {children(view)}
          <Playhead playback={playback} view={view} duration={duration} origin={origin} />
        </div>
        <Ticks view={view} origin={origin} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {tools}
        <ZoomTools view={view} duration={duration} around={() => playback.get().time} onView={setView} />
      </div>
    </div>
  );
}

function Playhead({
  playback,
  view,
  duration,
  origin,
}: {
  playback: Playback;
  view: View;
  duration: number;
  origin: number;
}) {
  const time = useHeard(playback, (state) => Math.min(state.time, duration));
  return (
    <TimeHandle
      label="Playing point"
      value={time}
      min={0}
      max={duration}
      step={1000}
      view={view}
      origin={origin}
      onChange={playback.seek}
      className="inset-y-0 -ml-2 w-4 cursor-ew-resize"
    >
      <span className="mx-auto block h-full w-0.5 bg-wrong forced-colors:bg-[Highlight]" />
    </TimeHandle>
  );
}

/** Round times below the waveform, counted from where the clip begins. */
function Ticks({ view, origin }: { view: View; origin: number }) {
  const ticks = ticksOf({ start: view.start - origin, end: view.end - origin }, 7).filter((time) => time >= 0);
  return (
    <div aria-hidden className="figures relative h-5 overflow-hidden border-t border-line text-small text-ink-soft">
      {ticks.map((time) => (
        <span
          key={time}
          style={{ left: `${shareOf(view, time + origin) * 100}%` }}
          className="absolute border-l border-line pl-1"
        >
          {sayTimecode(time)}
        </span>
      ))}
    </div>
  );
}

/** Listens for the wheel, which React does so that the page cannot be kept from scrolling. `handle` answers whether it took it. */
function useWheel(track: { current: HTMLElement | null }, handle: (event: WheelEvent, share: number) => boolean): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const listen = (event: WheelEvent) => {
      const box = element.getBoundingClientRect();
      if (latest.current(event, (event.clientX - box.left) / box.width)) event.preventDefault();
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [track]);
}
