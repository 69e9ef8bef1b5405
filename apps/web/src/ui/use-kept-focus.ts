import { useEffect, useRef } from 'react';

/**
 * For a list whose rows go away with the button that was pressed in them: the focus goes to the whole, or to the page where
 * that is gone, too, instead of nowhere. Answers what the element of the whole is given.
 */
export function useKeptFocus<T extends HTMLElement>() {
  const whole = useRef<T>(null);
  const isWithin = useRef(false);
  useEffect(() => {
    if (!isWithin.current || document.activeElement !== document.body) return;
    // A dialog that is gone gives the focus back to its button in the next frame: what is lost after that is lost.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      isWithin.current = false;
      (whole.current ?? document.getElementById('main'))?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  });
  return {
    ref: whole,
    tabIndex: -1,
    onFocus: () => {
      isWithin.current = true;
    },
    // Nothing is told to have lost the focus when it goes away itself.
    onBlur: () => {
      isWithin.current = false;
    },
  };
}
