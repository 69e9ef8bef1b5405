import type { ReactNode } from 'react';

/** Sizes and colours that the charts share; colours are the desk's own, so dark mode follows. */
export const axisText = { fontSize: 13, fill: 'var(--color-ink-soft)' };
export const axisLine = { stroke: 'var(--color-line-strong)' };
export const gridLine = { stroke: 'var(--color-line)', vertical: false };
export const chartSize = { width: '100%', height: 224 };
/** Of the svg itself, which takes the focus and is walked with the arrow keys. */
export const chartClasses =
  '[&_svg]:rounded-base [&_svg:focus-visible]:outline-2 [&_svg:focus-visible]:outline-offset-2 [&_svg:focus-visible]:outline-focus [&_svg:focus:not(:focus-visible)]:outline-none';

/** What stands beside the pointer or the arrow keys’ position, and is read aloud. */
export function ChartTip({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="rounded-base border border-line bg-sheet px-2.5 py-1.5 text-small shadow-float">
      <p className="font-medium">{title}</p>
      {children}
    </div>
  );
}
