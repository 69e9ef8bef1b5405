import { sayTimecode } from '@mobilise/contracts/timecode';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Peaks } from '../media/peaks.ts';
import type { Clipped } from './clip.ts';
import type { Playback } from './playback.ts';
import { TimeHandle } from './time-handle.tsx';
import { useHeard } from './use-playback.ts';
import { useWheel } from './use-wheel.ts';
import { followed, moved, shareOf, ticksOf, timeAt, type View, whole, zoom } from './view.ts';
import { Waveform } from './waveform.tsx';
import { ZoomTools } from './zoom-tools.tsx';

/** What of a recording is seen, and how wide that is drawn, in CSS pixels. */
export interface Seen {
  view: View;
  width: number;
  /** Turns the view on to a time that is not seen. */
  reveal: (time: number) => void;
}

export interface TimelineProps {
  peaks: Peaks | null;
  /** Of the file, in milliseconds. */
  duration: number;
  playback: Playback;
  /** Times are said from where the clip begins. */
  clip: Clipped;
  /** A time that is worked on: it is brought into view, and zoomed around. */
  focus: number | null;
  /** Lanes of handles above and below the waveform, apart so that none lies upon another; and what shades it. */
  above: (seen: Seen) => ReactNode;
  over: (view: View) => ReactNode;
  below: (seen: Seen) => ReactNode;
  /** Buttons before those that zoom. */
  tools: ReactNode;
}

/** The sound of a recording along its time, with the playing point on it. A press anywhere moves that point there. */
export function Timeline({ peaks, duration, playback, clip, focus, above, over, below, tools }: TimelineProps) {
  const [view, setView] = useState(() => whole(duration));
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  useEffect(() => setView(whole(duration)), [duration]);
  useEffect(() => {
    const follow = () => setView((present) => followed(present, duration, Math.min(playback.get().time, duration)));
    return playback.subscribe(follow);
  }, [playback, duration]);
  useEffect(() => {
    if (focus !== null && !playback.get().isPlaying) setView((present) => followed(present, duration, focus));
  }, [focus, duration, playback]);
  // What is cut away at the beginning is not what one wants to hear first.
  useEffect(() => {
    if (playback.get().time < clip.start) playback.seek(clip.start);
  }, [playback, clip.start]);
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
    if (event.button > 0 || event.buttons !== 1) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    playback.seek(Math.min(duration, Math.max(0, timeAt(view, (event.clientX - box.left) / box.width))));
  };
  const reveal = (time: number) => setView((present) => followed(present, duration, time));
  const seen = { view, width, reveal };
  return (
    <div className="flex flex-col gap-2">
      <div className="overflow-hidden rounded-base border border-line bg-sheet px-3">
        {above(seen)}
        <div ref={track} onPointerDown={seek} onPointerMove={seek} className="relative h-22 touch-pan-y select-none">
          <Waveform peaks={peaks} view={view} />
          {over(view)}
          <Playhead playback={playback} seen={seen} duration={duration} origin={clip.start} />
        </div>
        {below(seen)}
        <Ticks seen={seen} origin={clip.start} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {tools}
        <ZoomTools
          view={view}
          duration={duration}
          around={() => (playback.get().isPlaying ? null : focus) ?? playback.get().time}
          onView={setView}
        />
      </div>
    </div>
  );
}

function Playhead({
  playback,
  seen: { view, reveal },
  duration,
  origin,
}: {
  playback: Playback;
  seen: Seen;
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
      onReveal={reveal}
      origin={origin}
      onChange={playback.seek}
      className="inset-y-0 -ml-3 w-6 cursor-ew-resize"
    >
      <span className="mx-auto block h-full w-0.5 bg-wrong forced-colors:bg-[Highlight]" />
    </TimeHandle>
  );
}

/** CSS pixels for a time and the one beside it, which may stand on the other side of its line. */
const tickWidth = 100;

/** Round times below the waveform, counted from where the clip begins. */
function Ticks({ seen: { view, width }, origin }: { seen: Seen; origin: number }) {
  const most = Math.max(2, Math.min(7, Math.floor(width / tickWidth)));
  const ticks = ticksOf({ start: view.start - origin, end: view.end - origin }, most).filter((time) => time >= 0);
  return (
    <div
      aria-hidden
      className="figures relative -mx-3 h-5 overflow-hidden border-t border-line text-small text-ink-soft"
    >
      <div className="absolute inset-x-3 inset-y-0">
        {ticks.map((time) => {
          const share = shareOf(view, time + origin) * 100;
          // A time near the end stands before its line: behind it there is no room.
          return share > 93 ? (
            <span key={time} style={{ right: `${100 - share}%` }} className="absolute border-r border-line pr-1">
              {sayTimecode(time)}
            </span>
          ) : (
            <span key={time} style={{ left: `${share}%` }} className="absolute border-l border-line pl-1">
              {sayTimecode(time)}
            </span>
          );
        })}
      </div>
    </div>
  );
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const sizes = new ResizeObserver(() => setWidth(current.clientWidth));
    sizes.observe(current);
    return () => sizes.disconnect();
  }, [element]);
  return width;
}
