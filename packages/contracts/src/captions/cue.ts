/** One caption, or one stretch of a transcript. */
export interface Cue {
  /** Milliseconds from the start of the recording, a whole number. */
  start: number;
  /** Milliseconds, greater than `start`. */
  end: number;
  /** Plain text, as `tidyText` leaves it: lines without space around them, none of them empty. */
  text: string;
  speaker?: string | undefined;
}

export const maxCues = 20_000;
/** Longest text of a cue and longest name, in UTF-16 units. */
export const maxCueText = 1_000;
export const maxSpeaker = 100;
/** Longest text of all cues together, in UTF-16 units. */
export const maxTranscriptText = 1_048_576;
/** Latest time, in milliseconds: 6 hours. */
export const maxTime = 6 * 3_600_000;

const lineBreaks = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Control characters but the line break, and what turns the direction of text or cannot be seen at all (as `line` in fields.ts). */
const hidden = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}\uFEFF]/gu;
const visible = /[^\p{C}\p{Z}]/u;

/** A text as cues hold it: no empty lines, no space around a line, no characters that hide. Empty where nothing can be seen. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replace(lineBreaks, '\n')
    .replaceAll('\t', ' ')
    .replace(hidden, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => visible.test(line))
    .join('\n');
}

/** A speaker's name as cues hold it, on one line; undefined where there is none. */
export function tidySpeaker(name: string): string | undefined {
  const tidy = tidyText(name).replace(/\s+/g, ' ');
  return cutAt(tidy, maxSpeaker).trim() || undefined;
}

/** The first so many UTF-16 units, and never half of a character. */
export function cutAt(text: string, units: number): string {
  if (text.length <= units) return text;
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? units - 1 : units);
}

/** The text in pieces of at most so many UTF-16 units, parted where sentences end, else between words, else anywhere. */
export function piecesOf(text: string, units: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > units) {
    const head = cutAt(rest, units);
    const at = lastEnd(head);
    pieces.push(head.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  pieces.push(rest);
  return pieces.map(tidyText).filter(Boolean);
}

/** Texts one after another from `start` to `end`, each as long as its share of the characters, and a millisecond at least. */
export function spread<T extends { text: string }>(parts: readonly T[], start: number, end: number): (T & Cue)[] {
  const total = parts.reduce((sum, { text }) => sum + text.length, 0);
  let before = 0;
  let from = start;
  return parts.map((part) => {
    before += part.text.length;
    const cue = { ...part, start: from, end: Math.max(from + 1, start + Math.round(((end - start) * before) / total)) };
    from = cue.end;
    return cue;
  });
}

/** Where the last sentence of a text ends, if that is beyond its half; else its last word; else all of it. */
function lastEnd(text: string): number {
  for (const ends of ['. ', '? ', '! ', '\n', ' ']) {
    const at = text.lastIndexOf(ends);
    if (at >= text.length / 2) return at + 1;
  }
  return text.length;
}
