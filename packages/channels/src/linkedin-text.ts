/**
 * The characters that LinkedIn’s text format “little” keeps for itself (learn.microsoft.com, little-text-format, read
 * 2026-11-26). Left as they are, a bracket makes it drop the rest of the text without a word.
 */
const reserved = /[|{}@[\]()<>#\\*_~]/g;
/** Letters and digits alone make a tag; what follows must not be of the same word. */
const hashtag = /(?<![\p{L}\p{N}\p{M}_&/#])#([\p{L}\p{N}\p{M}]*\p{L}[\p{L}\p{N}\p{M}]*)(?![\p{L}\p{N}\p{M}_])/gu;
const template = /\{hashtag\|\\?#\|([^}]*)\}/g;
const mention = /@\[((?:\\.|[^\]\\])*)\]\(urn:li:[^)]*\)/g;

/** Words as LinkedIn’s `commentary` has them: all plain, but for tags. */
export function littleText(words: string): string {
  let little = '';
  let at = 0;
  for (const match of words.matchAll(hashtag)) {
    little += `${escaped(words.slice(at, match.index))}{hashtag|\\#|${match[1]}}`;
    at = match.index + match[0].length;
  }
  return little + escaped(words.slice(at));
}

function escaped(words: string): string {
  return words.replace(reserved, '\\$&');
}

/** What a `commentary` reads as, to be compared: white space counts as one blank. */
export function readLittleText(commentary: string): string {
  return commentary
    .replace(template, '#$1')
    .replace(mention, '$1')
    .replace(/\\(.)/gs, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
