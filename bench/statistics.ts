/** The value that `share` (0 to 1) of all values do not exceed: the nearest rank, never one made up in between. */
export function percentile(values: readonly number[], share: number): number {
  return at(ascending(values), Math.max(0, Math.ceil(share * values.length) - 1));
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = (sorted.length - 1) / 2;
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2;
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((left, right) => left - right);
}

function at(sorted: readonly number[], index: number): number {
  const value = sorted[index];
  if (value === undefined) throw new Error('Nothing was measured');
  return value;
}
