import { useEffect, useRef } from 'react';

/**
 * Listens for the wheel over an element, which React does so that the page cannot be kept from scrolling. `handle` is told how far
 * from the left the pointer is, 0 to 1, and answers whether it took the turn.
 */
export function useWheel(
  track: { current: HTMLElement | null },
  handle: (event: WheelEvent, share: number) => boolean,
): void {
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
