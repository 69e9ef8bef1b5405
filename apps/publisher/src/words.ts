/** Longest text of a platform that is kept, in characters: enough for a sentence or two of it. */
const longest = 1000;

/** A platform's words made fit to store: PostgreSQL takes neither U+0000 nor half a surrogate pair, and nobody reads a page. */
export function storable(words: string): string {
  return words.replaceAll('\0', '').slice(0, longest).toWellFormed().trim() || 'It gave no reason.';
}

/** What an error says, for a log or a person; never its properties, which may hold a request with its credentials. */
export function wordsOf(error: unknown): string {
  return storable(error instanceof Error ? error.message : String(error));
}
