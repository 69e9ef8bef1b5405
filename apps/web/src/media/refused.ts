/** An upload that was not moved, and why. */
export interface Refused {
  id: string;
  filename: string;
  /** A sentence. */
  why: string;
}

/** Those that are named; of more, how many is said. */
const few = 4;

/** What could not be moved, each with its reason, on lines of their own. */
export function sayRefused(refused: readonly Refused[]): string {
  const lines = refused.slice(0, few).map(({ filename, why }) => `${filename}: ${why}`);
  const more = refused.length - lines.length;
  const head = refused.length === 1 ? 'It was not moved.' : `${refused.length} were not moved.`;
  return [head, ...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
}
