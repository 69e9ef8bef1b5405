import { useReducer, useRef } from 'react';

/**
 * Rows that are being edited: those that are not complete yet (a chapter without a title, a cue without a word) are seen and not
 * told. Rows that come from elsewhere take their place. While all are complete, what is told is the very list that is shown, so
 * that twenty thousand rows are compared at a glance.
 */
export function useRows<R>(
  value: readonly R[],
  onChange: (value: R[]) => void,
  isComplete: (row: R) => boolean,
): [rows: readonly R[], set: (rows: readonly R[]) => void] {
  const own = useRef({ rows: value, told: value });
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  if (own.current.told !== value) own.current = { rows: value, told: value };
  const set = (rows: readonly R[]) => {
    if (rows === own.current.rows) return;
    const before = own.current.told;
    const complete = rows.every(isComplete) ? rows : rows.filter(isComplete);
    const isSame = complete.length === before.length && complete.every((row, index) => row === before[index]);
    own.current = { rows, told: isSame ? before : complete };
    redraw();
    if (!isSame) onChange(complete as R[]);
  };
  return [own.current.rows, set];
}
