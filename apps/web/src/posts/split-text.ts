/** What stands between two sentences, or two paragraphs, is not worth a part. */
const segmenters = ['sentence', 'word', 'grapheme'].map(
  (granularity) => new Intl.Segmenter('en', { granularity: granularity as 'sentence' | 'word' | 'grapheme' }),
);

/**
 * A text in pieces that fit: as few as can be while each ends with a sentence; a sentence that is too long by itself ends at a
 * word, and a word that is ends anywhere. Nothing but white space between pieces is lost.
 */
export function splitText(text: string, fits: (piece: string) => boolean, depth = 0): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of segmenters[depth]?.segment(text.trim()) ?? []) {
    if (fits((piece + segment).trim())) {
      piece += segment;
      continue;
    }
    if (piece.trim()) pieces.push(piece.trim());
    if (fits(segment.trim()) || depth + 1 === segmenters.length) {
      piece = segment;
      continue;
    }
    const parts = splitText(segment, fits, depth + 1);
    piece = parts.pop() ?? '';
    // What follows a broken sentence is another one.
    if (/\s$/.test(segment)) piece += ' ';
    pieces.push(...parts);
  }
  if (piece.trim()) pieces.push(piece.trim());
  return pieces;
}
