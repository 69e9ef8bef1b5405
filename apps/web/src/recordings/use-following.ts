import { useEffect } from 'react';
import { cueTextId } from './cue-row.tsx';
import { hiddenBy } from './in-view.ts';
import { pageOf } from './pages.ts';
import type { Playback } from './playback.ts';

/** What somebody types into: of all inputs, not those that are dragged or ticked. */
const fields =
  'textarea, [contenteditable]:not([contenteditable="false"]), input:not([type="range"], [type="checkbox"], [type="radio"])';

/**
 * Turns to the page of what is heard and keeps it in view in the list, unless somebody is writing, wherever that is. Nothing but
 * the list is scrolled: the page stays where somebody works, or where the player is.
 */
export function useFollowing(
  isWanted: boolean,
  heard: number | null,
  playback: Playback,
  list: { current: HTMLElement | null },
  setPage: (page: number) => void,
): void {
  useEffect(() => {
    if (!isWanted || heard === null || !playback.get().isPlaying || document.activeElement?.matches(fields)) return;
    const isIn = () => list.current?.contains(document.activeElement);
    const wasIn = isIn();
    setPage(pageOf(heard));
    const frame = requestAnimationFrame(() => {
      const row = document.getElementById(cueTextId(heard))?.closest('li');
      if (!list.current || !row) return;
      list.current.scrollTop += hiddenBy(list.current.getBoundingClientRect(), row.getBoundingClientRect());
      // The button that was pressed may have gone with its page.
      if (wasIn && !isIn()) list.current.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [isWanted, heard, playback, list, setPage]);
}
