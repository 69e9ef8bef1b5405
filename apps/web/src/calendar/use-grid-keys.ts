import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { getCarrying } from './dragging.ts';

interface GridKeys {
  /** Cells by row, each by its key. */
  rows: readonly (readonly string[])[];
  /** The cell that Tab comes to first. */
  initial: string;
  onPage: (by: 1 | -1) => void;
  /** Why nothing can be dropped on a cell. */
  refusal: (cell: string) => string | null;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * One stop of Tab for the whole grid: arrow keys go between cells, Enter into the posts of one, arrows between those,
 * Escape back. The posts of the present cell are the next stops of Tab.
 */
export function useGridKeys({ rows, initial, onPage, refusal }: GridKeys) {
  const ref = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(initial);
  const all = rows.flat();
  const current = all.includes(focused) ? focused : all.includes(initial) ? initial : (all[0] ?? initial);
  const find = (cell: string) => ref.current?.querySelector<HTMLElement>(`[data-cell="${cell}"]`);
  const beside = (cell: string, [down, right]: readonly [number, number]): string | undefined => {
    const row = rows.findIndex((cells) => cells.includes(cell));
    const column = rows[row]?.indexOf(cell) ?? 0;
    if (down) return rows[row + down]?.[column];
    const width = rows[0]?.length ?? 1;
    // Past the end of a week comes the next one; in a week of hours there is none.
    const isMonth = rows.length < 8;
    if (rows[row]?.[column + right]) return rows[row]?.[column + right];
    return isMonth ? rows[row + right]?.[right > 0 ? 0 : width - 1] : undefined;
  };

  // While something is carried by keys, React Aria hears every key first and knows only Tab; the arrows are added here.
  const latest = useRef({ beside, find, refusal });
  latest.current = { beside, find, refusal };
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const step = steps[event.key];
      const carrying = getCarrying();
      if (!step || carrying?.by !== 'keys' || !ref.current) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { beside, find, refusal } = latest.current;
      const cell = document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset['cell'];
      const next = cell && beside(cell, step);
      if (!next) return announce('The calendar ends here.');
      const why = refusal(next);
      if (why) return announce(why);
      find(next)?.focus();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>('[data-cell]');
    const key = cell?.dataset['cell'];
    if (!cell || !key) return;
    const links = [...cell.querySelectorAll<HTMLElement>('[data-post-link], [data-more]')];
    const go = (to: HTMLElement | null | undefined) => {
      if (!to) return;
      event.preventDefault();
      to.focus();
    };
    const at = links.indexOf(target);
    const isOnCell = target === cell;
    const step = steps[event.key];
    if (!isOnCell && step?.[0]) return go(links[at + step[0]] ?? (step[0] < 0 ? cell : null));
    if (step) {
      const next = beside(key, step);
      if (next) return go(find(next));
      if (isOnCell && rows.length < 8) {
        event.preventDefault();
        onPage((step[0] || step[1]) > 0 ? 1 : -1);
      }
      return;
    }
    if (event.key === 'PageDown' || event.key === 'PageUp') {
      event.preventDefault();
      onPage(event.key === 'PageDown' ? 1 : -1);
    } else if (isOnCell && event.key === 'Enter') go(links[0]);
    else if (!isOnCell && event.key === 'Escape') go(cell);
    else if (isOnCell && (event.key === 'Home' || event.key === 'End')) {
      const row = rows.find((cells) => cells.includes(key));
      const end = event.key === 'Home' ? row?.[0] : row?.at(-1);
      go(end ? find(end) : null);
    }
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset['cell'];
    if (key) setFocused(key);
  };
  return { ref, current, gridProps: { ref, onKeyDown, onFocus } };
}
