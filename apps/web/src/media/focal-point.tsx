import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import { sayPercent } from '../ui/percent.ts';

interface Point {
  x: number;
  y: number;
}

export interface FocalPointProps {
  picture: { url: string; width: number; height: number };
  /** From the left and from the top, 0 to 1; null: Mobilise decides. */
  value: Point | null;
  onChange: (value: Point) => void;
}

const within = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
const arrows: Record<string, [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The point of a picture that every crop keeps: by pointer, or with the arrow keys (with Shift in bigger steps). */
export function FocalPoint({ picture, value, onChange }: FocalPointProps) {
  const frame = useRef<HTMLDivElement>(null);
  const help = useId();
  const { x, y } = value ?? { x: 0.5, y: 0.5 };
  const take = ({ clientX, clientY, currentTarget, pointerId, buttons, type }: PointerEvent<HTMLDivElement>) => {
    if (type === 'pointerdown') currentTarget.setPointerCapture(pointerId);
    const box = frame.current?.getBoundingClientRect();
    if (!box || (type === 'pointermove' && buttons === 0)) return;
    onChange({ x: within((clientX - box.left) / box.width), y: within((clientY - box.top) / box.height) });
  };
  const move = (event: KeyboardEvent) => {
    const [across, down] = arrows[event.key] ?? [];
    if (across === undefined || down === undefined) return;
    event.preventDefault();
    const size = event.shiftKey ? 0.1 : 0.01;
    onChange({ x: within(x + across * size), y: within(y + down * size) });
  };
  const slider = (label: string, axis: 'x' | 'y') => (
    <input
      type="range"
      min={0}
      max={1}
      step={0.01}
      value={axis === 'x' ? x : y}
      aria-label={label}
      aria-valuetext={sayPercent(axis === 'x' ? x : y)}
      aria-describedby={help}
      onChange={({ target }) => onChange({ x, y, [axis]: Number(target.value) })}
      onKeyDown={move}
      className="sr-only"
    />
  );
  return (
    <div className="flex flex-col gap-1.5">
      <div
        ref={frame}
        onPointerDown={take}
        onPointerMove={take}
        className="group relative mx-auto max-w-full touch-none overflow-hidden rounded-base border border-line bg-sunk select-none"
      >
        <img
          src={picture.url}
          width={picture.width}
          height={picture.height}
          alt=""
          draggable={false}
          className="h-auto max-h-[55dvh] w-auto max-w-full"
        />
        <div style={{ left: `${x * 100}%`, top: `${y * 100}%` }} className="pointer-events-none absolute">
          <span className="absolute -mt-3.5 -ml-3.5 size-7 rounded-full border-2 border-[white] bg-[oklch(0_0_0/0.35)] outline-2 outline-[black] group-focus-within:outline-4 group-focus-within:outline-focus" />
          <span className="absolute -mt-0.5 -ml-0.5 size-1 rounded-full bg-[white]" />
        </div>
        {slider('Focal point, from the left', 'x')}
        {slider('Focal point, from the top', 'y')}
      </div>
      <p id={help} className="text-small text-ink-soft">
        Press the part that every crop must keep, or move the ring with the arrow keys.
      </p>
    </div>
  );
}
