import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from '../ui/cx.ts';
import { coveredBy } from './in-view.ts';

/** Pixels that are left between the stage and what is brought out from under it. */
const gap = 8;

/**
 * Keeps a stage in view while what follows it is worked on, in windows that have room for both, which a phone has not for a film; what takes the focus does not
 * stay below it. Scroll padding would do that too, and move the page whenever the stage itself is pressed.
 */
export function StageFrame({ isHigh = false, children }: { isHigh?: boolean; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stage = frame.current;
    const section = stage?.parentElement;
    if (!stage || !section) return;
    const reveal = ({ target }: FocusEvent) => {
      // After the browser has scrolled by itself.
      requestAnimationFrame(() => {
        const isOurs = target instanceof Element && target.matches(':focus-visible') && !stage.contains(target);
        if (!isOurs || getComputedStyle(stage).position !== 'sticky') return;
        const covered = coveredBy(stage.getBoundingClientRect(), target.getBoundingClientRect());
        if (covered > 0) window.scrollBy({ top: -covered - gap });
      });
    };
    section.addEventListener('focusin', reveal);
    return () => section.removeEventListener('focusin', reveal);
  }, []);
  return (
    <div
      ref={frame}
      className={cx(
        'top-(--head) z-10 -mx-2 flex flex-col gap-2 bg-paper px-2 pt-2 pb-3',
        isHigh ? 'sm:taller:sticky' : 'tall:sticky',
      )}
    >
      {children}
    </div>
  );
}
