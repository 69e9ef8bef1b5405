import { useCallback, useReducer, useRef } from 'react';
import { edited, type Keyed, keysAfter, type Rows, rowsWith } from './rows.ts';

/** Takes other rows, or makes them of the newest. The same function for as long as the component lives. */
export type SetRows<R> = (to: readonly R[] | ((rows: readonly R[]) => readonly R[])) => void;

/**
 * Rows that are being edited: those that are not complete yet (a chapter without a title, a cue without a word) are seen and not
 * told. Rows that come from elsewhere take their place. `isComplete` is the same function each time.
 */
export function useRows<R>(
  value: readonly R[],
  onChange: (value: R[]) => void,
  isComplete: (row: R) => boolean,
): [rows: readonly R[], set: SetRows<R>] {
  const own = useRef<Rows<R>>({ rows: value, told: value });
  const tell = useRef(onChange);
  tell.current = onChange;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  own.current = rowsWith(own.current, value);
  const set = useCallback<SetRows<R>>(
    (to) => {
      const before = own.current;
      const rows = typeof to === 'function' ? to(before.rows) : to;
      if (rows === before.rows) return;
      own.current = edited(before, rows, isComplete);
      redraw();
      if (own.current.told !== before.told) tell.current(own.current.told as R[]);
    },
    [isComplete],
  );
  return [own.current.rows, set];
}

/** A key for each row that is its own, for rows that hold the cursor, or something half typed, while others come and go. */
export function useKeys<R>(rows: readonly R[], isSame: (a: R, b: R) => boolean): readonly number[] {
  const known = useRef<Keyed<R>>({ rows: [], keys: [] });
  if (known.current.rows !== rows) known.current = { rows, keys: keysAfter(known.current, rows, isSame) };
  return known.current.keys;
}
