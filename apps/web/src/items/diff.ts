/** One stretch of a comparison: in both, only in the earlier, or only in the later. */
export interface Stretch<T> {
  kind: 'same' | 'removed' | 'added';
  values: T[];
}

/** Cells of the table that is at most filled: 4,000 × 4,000 words take 32 MB and 0.1 s; longer texts are shown as replaced whole. */
const largest = 16_000_000;

/** The longest common subsequence of two sequences, as stretches: removals stand before additions. */
export function diff<T>(
  before: readonly T[],
  after: readonly T[],
  isSame: (a: T, b: T) => boolean = Object.is,
): Stretch<T>[] {
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start] as T, after[start] as T)) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    isSame(before[before.length - 1 - end] as T, after[after.length - 1 - end] as T)
  )
    end += 1;
  const stretches: Stretch<T>[] = [];
  const add = (kind: Stretch<T>['kind'], values: readonly T[]) => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.values.push(...values);
    else if (values.length > 0) stretches.push({ kind, values: [...values] });
  };
  add('same', after.slice(0, start));
  middle(before.slice(start, before.length - end), after.slice(start, after.length - end), isSame, add);
  add('same', after.slice(after.length - end));
  return stretches;
}

function middle<T>(
  before: readonly T[],
  after: readonly T[],
  isSame: (a: T, b: T) => boolean,
  add: (kind: Stretch<T>['kind'], values: readonly T[]) => void,
): void {
  const width = after.length + 1;
  if (before.length === 0 || after.length === 0 || before.length * after.length > largest) {
    add('removed', before);
    add('added', after);
    return;
  }
  // lengths[i][j]: the longest common subsequence of before from i and after from j.
  const lengths = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = isSame(before[i] as T, after[j] as T)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (isSame(before[i] as T, after[j] as T)) {
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

/** How much of two texts is the same, 0 to 1; two empty ones are the same. */
function likeness(before: string, after: string): number {
  if (before === after) return 1;
  const [a, b] = [wordsOf(before).filter((word) => word.trim()), wordsOf(after).filter((word) => word.trim())];
  const counts = Map.groupBy(a, (word) => word);
  let shared = 0;
  for (const word of b) if (counts.get(word)?.pop() !== undefined) shared += 1;
  return (2 * shared) / Math.max(1, a.length + b.length);
}

/** A pair of what stood before and what stands now; null where there was or is none. */
export type Pair<T> = { before: T; after: T } | { before: T; after: null } | { before: null; after: T };

/**
 * Two sequences of texts side by side: what is alike is paired in its order, the rest was removed or added. `mayPair`
 * forbids a pair, or makes one whatever the texts say.
 */
export function pairUp<T>(
  before: readonly T[],
  after: readonly T[],
  textOf: (value: T) => string,
  mayPair: (a: T, b: T) => boolean | 'always' = () => true,
): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  const isAlike = (a: T, b: T) => {
    const may = mayPair(a, b);
    return may === 'always' || (may && likeness(textOf(a), textOf(b)) >= 0.4);
  };
  let [i, j] = [0, 0];
  for (const { kind, values } of diff(before, after, isAlike)) {
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
