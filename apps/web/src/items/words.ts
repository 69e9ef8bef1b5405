/** What is written of an item; each revision keeps it whole. */
export interface Words {
  title: string;
  summary: string;
  content: unknown;
}

/** Whether two texts are the same to the server, which trims titles and knows no order of keys. */
export function sameWords(a: Words, b: Words): boolean {
  return a === b || (a.title.trim() === b.title.trim() && a.summary === b.summary && same(a.content, b.content));
}

/** Whether two values of JSON are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  // By index: a transcript has 20,000 cues, of which one changed, and the others are the very same.
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => same(one, b[index]));
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}
