import { useEffect } from 'react';
import { useCarriedByKeys } from './dragging.ts';
import { firstPlace } from './placing.ts';
import type { CalendarTools } from './tools.ts';

/** Takes what keys pick up to its own place or to the first that is open, today mostly, wherever on the screen it lay. */
export function useCarryStart({ refusal }: CalendarTools, from: string): void {
  const carried = useCarriedByKeys();
  useEffect(() => {
    if (!carried) return;
    // React Aria has asked for a frame already, in which it goes to what is nearest; for a screen reader it goes nowhere.
    const frame = requestAnimationFrame(() => {
      if (!document.activeElement?.matches('[data-cell]')) return;
      const cells = new Map(
        [...document.querySelectorAll<HTMLElement>('[data-cell]')].map((cell) => [cell.dataset['cell'] ?? '', cell]),
      );
      cells.get(firstPlace([...cells.keys()], carried.wallTime, refusal, from) ?? '')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [carried, refusal, from]);
}
