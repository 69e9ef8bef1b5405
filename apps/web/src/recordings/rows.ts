/** Rows that are being edited, and those of them that were told: the complete ones. */
export interface Rows<R> {
  rows: readonly R[];
  told: readonly R[];
}

/** The rows while `value` is what is stored: those being edited, unless others came from elsewhere. */
export function rowsWith<R>(own: Rows<R>, value: readonly R[]): Rows<R> {
  // What was told and what is stored may both be nothing without being the same nothing.
  const isOurs = own.told === value || (own.told.length === 0 && value.length === 0);
  return isOurs ? own : { rows: value, told: value };
}

/**
 * The rows after an edit; `told` is the same list as before where no complete row changed. While all are complete, what is told
 * is the very list that is shown, so that twenty thousand rows are compared at a glance.
 */
export function edited<R>({ told }: Rows<R>, rows: readonly R[], isComplete: (row: R) => boolean): Rows<R> {
  const complete = rows.every(isComplete) ? rows : rows.filter(isComplete);
  const isSame = complete.length === told.length && complete.every((row, index) => row === told[index]);
  return { rows, told: isSame ? told : complete };
}

/** Rows, and what each is known by while it is drawn. */
export interface Keyed<R> {
  rows: readonly R[];
  keys: readonly number[];
}

let nextKey = 1;

/** Keys of rows after an edit: a row that stayed as it was keeps its own, and so does the one that alone was changed. */
export function keysAfter<R>(before: Keyed<R>, rows: readonly R[], isSame: (a: R, b: R) => boolean): number[] {
  const shorter = Math.min(before.rows.length, rows.length);
  const alike = (a: R | undefined, b: R | undefined) => a === b || isSame(a as R, b as R);
  let head = 0;
  while (head < shorter && alike(before.rows[head], rows[head])) head++;
  let tail = 0;
  while (tail < shorter - head && alike(before.rows.at(-1 - tail), rows.at(-1 - tail))) tail++;
  const between = rows.length - head - tail;
  const isOneChanged = between === 1 && before.rows.length === rows.length;
  return [
    ...before.keys.slice(0, head),
    ...(isOneChanged ? before.keys.slice(head, head + 1) : Array.from({ length: between }, () => nextKey++)),
    ...before.keys.slice(before.keys.length - tail),
  ];
}
