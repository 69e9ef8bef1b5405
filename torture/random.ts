/** A source of chance that gives the same for the same seed (mulberry32). */
export interface Chance {
  /** From 0 up to 1. */
  next: () => number;
  /** A whole number from `low` up to `high`, both included. */
  between: (low: number, high: number) => number;
  /** One of a list. */
  pick: <T>(list: readonly T[]) => T;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)];
      if (one === undefined) throw new Error('There is nothing to pick from');
      return one;
    },
  };
}
