/** One stretch of a comparison: in both, only in the earlier, or only in the later. */
export interface Stretch<T> {
  kind: 'same' | 'removed' | 'added';
  values: T[];
}

/** Cells of the table that is at most filled: 4,000 × 4,000 words take 32 MB and 0.1 s; longer texts are shown as replaced whole. */
const largest = 16_000_000;

/**
 * The longest common subsequence of two sequences, as stretches: removals stand before additions. `weigh` says how much a
 * pair counts, in whole numbers up to `most`; what counts nothing is no pair.
 */
export function diff<T>(
  before: readonly T[],
  after: readonly T[],
  weigh: (a: T, b: T) => number = (a, b) => Number(Object.is(a, b)),
  most = 1,
): Stretch<T>[] {
  const isSame = (a: number, b: number) => weigh(before[a] as T, after[b] as T) === most;
  let start = 0;
  while (start < before.length && start < after.length && isSame(start, start)) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    isSame(before.length - 1 - end, after.length - 1 - end)
  )
    end += 1;
  const stretches: Stretch<T>[] = [];
  const add = (kind: Stretch<T>['kind'], values: readonly T[]) => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.values.push(...values);
    else if (values.length > 0) stretches.push({ kind, values: [...values] });
  };
  add('same', after.slice(0, start));
  middle(before.slice(start, before.length - end), after.slice(start, after.length - end), weigh, add);
  add('same', after.slice(after.length - end));
  return stretches;
}

function middle<T>(
  before: readonly T[],
  after: readonly T[],
  weigh: (a: T, b: T) => number,
  add: (kind: Stretch<T>['kind'], values: readonly T[]) => void,
): void {
  const width = after.length + 1;
  if (before.length === 0 || after.length === 0 || before.length * after.length > largest) {
    add('removed', before);
    add('added', after);
    return;
  }
  // weights[i][j]: what the best pairs of before from i and after from j weigh together.
  const weights = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => weights[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const weight = weigh(before[i] as T, after[j] as T);
      weights[i * width + j] = Math.max(weight && at(i + 1, j + 1) + weight, at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const weight = weigh(before[i] as T, after[j] as T);
    if (weight && at(i, j) === at(i + 1, j + 1) + weight) {
      add('same', [after[j] as T]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) add('removed', [before[i++] as T]);
    else add('added', [after[j++] as T]);
  }
  add('removed', before.slice(i));
  add('added', after.slice(j));
}

/** Words, the spaces between them and single punctuation marks. */
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}'’]+|\s+|[^\s\p{L}\p{N}\p{M}'’]/gu) ?? [];

/** Two texts compared word by word. */
export function diffWords(before: string, after: string): Stretch<string>[] {
  return diff(wordsOf(before), wordsOf(after));
}

/** How often each word stands in a text; what has neither letter nor digit is no word. */
const countWords = (text: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) if (/[\p{L}\p{N}]/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** How many tenths of the words of two texts are the same. */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const [word, count] of a) {
    shared += Math.min(count, b.get(word) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return Math.floor((20 * shared) / Math.max(1, all));
}

/** A pair of what stood before and what stands now; null where there was or is none. */
export type Pair<T> = { before: T; after: T } | { before: T; after: null } | { before: null; after: T };

interface Pairing<T> {
  isSame: (a: T, b: T) => boolean;
  /** What a value is known again by when it is not the same. */
  textOf: (value: T) => string;
  mayPair?: (a: T, b: T) => boolean;
}

/**
 * Two sequences side by side: first what is the same is paired in its order, then, of what stands between, what shares
 * four tenths of its words; the rest was removed or added.
 */
export function pairUp<T>(before: readonly T[], after: readonly T[], pairing: Pairing<T>): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let [gone, come]: [T[], T[]] = [[], []];
  const closeGap = () => {
    pairs.push(...pairAlike(gone, come, pairing));
    [gone, come] = [[], []];
  };
  for (const pair of inPairs(before, after, (a, b) => Number(pairing.isSame(a, b)), 1)) {
    if (pair.before !== null && pair.after !== null) {
      closeGap();
      pairs.push(pair);
    } else if (pair.before !== null) gone.push(pair.before);
    else if (pair.after !== null) come.push(pair.after);
  }
  closeGap();
  return pairs;
}

function pairAlike<T>(before: T[], after: T[], { textOf, mayPair = () => true }: Pairing<T>): Pair<T>[] {
  const counts = new Map([...before, ...after].map((value) => [value, countWords(textOf(value))]));
  const none = countWords('');
  const weigh = (a: T, b: T) => {
    const tenths = mayPair(a, b) ? likeness(counts.get(a) ?? none, counts.get(b) ?? none) : 0;
    return tenths < 4 ? 0 : tenths;
  };
  return inPairs(before, after, weigh, 10);
}

function inPairs<T>(before: readonly T[], after: readonly T[], weigh: (a: T, b: T) => number, most: number): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let [i, j] = [0, 0];
  for (const { kind, values } of diff(before, after, weigh, most)) {
    for (const value of values) {
      if (kind === 'same') pairs.push({ before: before[i++] as T, after: after[j++] as T });
      else if (kind === 'removed') pairs.push({ before: before[i++] as T, after: null });
      else {
        pairs.push({ before: null, after: value });
        j += 1;
      }
    }
  }
  return pairs;
}
