/** Unknown fields named in one answer: no answer grows with a hostile body. */
const mostFields = 20;
/** Characters of a name that are told. */
const longestName = 80;

/** One field that nobody knows: the way to it, and what is said about it. */
interface UnknownField {
  path: PropertyKey[];
  message: string;
}

/**
 * The fields of a body or a query that its schema left out, since it does not know them: a misspelt name is told instead of dropped. What a
 * schema takes as it is (`z.unknown()`) is not looked into.
 */
export function unknownFields(given: unknown, parsed: unknown): UnknownField[] {
  const paths: PropertyKey[][] = [];
  collect(given, parsed, [], paths);
  return paths.map((path) => ({ path, message: 'There is no such field' }));
}

function collect(given: unknown, parsed: unknown, path: PropertyKey[], into: PropertyKey[][]): void {
  if (given === parsed || !isObject(given) || !isObject(parsed)) return;
  for (const [name, value] of Object.entries(given)) {
    if (into.length >= mostFields) return;
    const there = [...path, name.slice(0, longestName)];
    if (!Object.hasOwn(parsed, name)) into.push(there);
    else collect(value, parsed[name], there, into);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
