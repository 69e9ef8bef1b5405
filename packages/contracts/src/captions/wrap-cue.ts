/** Characters in a line, and lines at once (Netflix, Timed Text Style Guide: English, and General Requirements). */
export const lineCharacters = 42;
export const mostLines = 2;

export const charactersIn = (text: string) => [...text].length;

/**
 * A text in as few lines of at most 42 characters as it needs, all about as long as the longest must be; lines that the author
 * broke so stay. A text of more than 84 characters may need more than two lines.
 */
export function wrapCue(text: string): string {
  const given = text.split('\n');
  if (given.length <= mostLines && given.every((line) => charactersIn(line) <= lineCharacters)) return text;
  const words = text
    .split(/[^\S\u00A0\u202F]+/)
    .filter(Boolean)
    .flatMap((word) => chunks([...word], lineCharacters).map((letters) => letters.join('')));
  const fewest = filled(words, lineCharacters);
  // The narrowest lines that need no more of them are the most even ones.
  for (let width = Math.ceil(lineCharacters / 2); width < lineCharacters; width += 1) {
    const lines = filled(words, width);
    if (lines.length === fewest.length && lines.every((line) => charactersIn(line) <= width)) return lines.join('\n');
  }
  return fewest.join('\n');
}

/** Words in lines, each as full as it can be. */
function filled(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const word of words) {
    const last = lines.length - 1;
    const more = charactersIn(word);
    if (last >= 0 && length + 1 + more <= width) {
      lines[last] += ` ${word}`;
      length += 1 + more;
    } else {
      lines.push(word);
      length = more;
    }
  }
  return lines;
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}
