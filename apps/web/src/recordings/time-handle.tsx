import { spokenTimecode } from '@mobilise/contracts/timecode';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { shareOf, timeAt, type View } from './view.ts';

export interface TimeHandleProps {
  label: string;
  /** Milliseconds of the file, as the bounds. */
  value: number;
  min: number;
  max: number;
  view: View;
  onChange: (value: number) => void;
  /** Where it is being dragged to; null once it was let go. */
  onDrag?: (value: number | null) => void;
  /** Brings a time into view: the handle has the focus there, or was moved there by a key. */
  onReveal?: (time: number) => void;
  onBlur?: () => void;
  /** What times are counted from when they are said; the start of the file unless given. */
  origin?: number;
  /** Milliseconds of an arrow key; ten times that with Shift. */
  step?: number;
  className?: string;
  children?: ReactNode;
}

/** A point in time on a track: dragged, or moved with the arrow keys. Its parent is the track, whose width is `view`. */
export function TimeHandle({
  label,
  value,
  min,
  max,
  view,
  onChange,
  onDrag,
  onReveal,
  onBlur,
  origin = 0,
  step = 100,
  className,
  children,
}: TimeHandleProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const within = (time: number) => Math.round(Math.min(max, Math.max(min, time)));
  const shown = dragged ?? value;
  const share = shareOf(view, shown);
  const drag = (to: number | null) => {
    setDragged(to);
    onDrag?.(to);
  };
  const follow = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.parentElement?.getBoundingClientRect();
    if (box) drag(within(timeAt(view, (clientX - box.left) / box.width)));
  };
  const key = (event: KeyboardEvent) => {
    const size = step * (event.shiftKey ? 10 : 1);
    const to: Record<string, number> = {
      ArrowLeft: value - size,
      ArrowDown: value - size,
      ArrowRight: value + size,
      ArrowUp: value + size,
      PageDown: value - step * 100,
      PageUp: value + step * 100,
      Home: min,
      End: max,
    };
    const next = to[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (within(next) !== value) onChange(within(next));
    onReveal?.(within(next));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={Math.round(min)}
      aria-valuemax={Math.round(max)}
      aria-valuenow={Math.round(shown)}
      aria-valuetext={spokenTimecode(Math.max(0, shown - origin))}
      onKeyDown={key}
      onFocus={() => onReveal?.(value)}
      onBlur={onBlur}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        setDragged(value);
      }}
      onPointerMove={(event) => dragged !== null && follow(event)}
      onPointerUp={(event) => {
        event.stopPropagation();
        if (dragged !== null && dragged !== value) onChange(dragged);
        drag(null);
      }}
      onPointerCancel={() => drag(null)}
      style={{ left: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      className={cx(
        'absolute touch-none select-none',
        // What is out of view has the edge as its place, and must not be taken for what stands there.
        (share < 0 || share > 1) && 'pointer-events-none opacity-0 focus:opacity-100',
        className,
      )}
    >
      {children}
    </div>
  );
}
