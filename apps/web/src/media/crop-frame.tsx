import type { Crop, Size } from '@mobilise/contracts/crops';
import { type Shape, shapes } from '@mobilise/contracts/shapes';
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import { sayPercent } from '../ui/percent.ts';
import { moved, pulled, resized, sizeOf, smallest } from './crop-editing.ts';
import { PercentField } from './percent-field.tsx';

export interface CropFrameProps {
  picture: { url: string; width: number; height: number };
  /** Pixels of the original. */
  image: Size;
  shape: Shape;
  value: Crop;
  onChange: (value: Crop) => void;
}

const arrows: Record<string, [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const small = 0.01;
const large = 0.1;

/** The part of a picture that one shape shows: dragged, pulled at its corner, moved and sized with keys, or typed. */
export function CropFrame({ picture, image, shape, value, onChange }: CropFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const held = useRef<{ part: 'inside' | 'corner'; x: number; y: number; crop: Crop } | null>(null);
  const help = useId();
  const pointAt = ({ clientX, clientY }: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return box ? { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height } : null;
  };
  const grab = (part: 'inside' | 'corner') => (event: PointerEvent) => {
    const point = pointAt(event);
    if (!point) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { part, ...point, crop: value };
  };
  const drag = (event: PointerEvent) => {
    const point = pointAt(event);
    if (!held.current || !point) return;
    const { part, x, y, crop } = held.current;
    onChange(part === 'inside' ? moved(crop, point.x - x, point.y - y) : pulled(image, shape, crop, point));
  };
  const drop = () => {
    held.current = null;
  };
  const size = sizeOf(image, shape, value);
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? large : small;
    const [across, down] = arrows[event.key] ?? [];
    if (across !== undefined && down !== undefined) onChange(moved(value, across * step, down * step));
    else if (event.key === '+' || event.key === '=') onChange(resized(image, shape, value, size + step));
    else if (event.key === '-') onChange(resized(image, shape, value, size - step));
    else return;
    event.preventDefault();
  };
  const slider = (label: string, now: number, set: (to: number) => void, least: number, most: number) => (
    <input
      type="range"
      min={least}
      max={most}
      step={small}
      value={now}
      aria-label={label}
      aria-valuetext={sayPercent(now)}
      aria-describedby={help}
      onChange={({ target }) => set(Number(target.value))}
      onKeyDown={press}
      className="sr-only"
    />
  );
  const toLeft = (x: number) => onChange(moved({ ...value, x }, 0, 0));
  const toTop = (y: number) => onChange(moved({ ...value, y }, 0, 0));
  const toSize = (to: number) => onChange(resized(image, shape, value, to));
  const name = shapes[shape].label;
  return (
    <div className="flex flex-col gap-3">
      <div
        ref={frame}
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
        <div
          onPointerDown={grab('inside')}
          onPointerMove={drag}
          onPointerUp={drop}
          onPointerCancel={drop}
          style={{
            left: `${value.x * 100}%`,
            top: `${value.y * 100}%`,
            width: `${value.width * 100}%`,
            height: `${value.height * 100}%`,
          }}
          className="absolute cursor-move border-2 border-[white] shadow-[0_0_0_200rem_oklch(0_0_0/0.55)] outline-2 outline-[black] group-focus-within:outline-4 group-focus-within:outline-focus"
        >
          <span
            onPointerDown={grab('corner')}
            onPointerMove={drag}
            onPointerUp={drop}
            onPointerCancel={drop}
            className="absolute right-0 bottom-0 size-6 cursor-nwse-resize border-t-2 border-l-2 border-[black] bg-[white] pointer-coarse:size-9"
          />
        </div>
        {slider(`${name}, from the left`, value.x, toLeft, 0, 1 - value.width)}
        {slider(`${name}, from the top`, value.y, toTop, 0, 1 - value.height)}
        {slider(`${name}, size`, size, toSize, smallest, 1)}
      </div>
      <p id={help} className="text-small text-ink-soft">
        Drag the frame, or its corner to make it smaller. With the keyboard: arrow keys move it, plus and minus size it,
        with Shift in bigger steps.
      </p>
      <div className="flex flex-wrap gap-4">
        <PercentField label="From the left" value={value.x} onChange={toLeft} />
        <PercentField label="From the top" value={value.y} onChange={toTop} />
        <PercentField label="Size" min={smallest} value={size} onChange={toSize} />
      </div>
    </div>
  );
}
