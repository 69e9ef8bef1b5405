import { Problem } from '../problems.ts';
import { sayTimecode } from '../timecode.ts';
import { type Cue, maxCues, maxCueText, maxTime, maxTranscriptText, piecesOf, spread } from './cue.ts';
import { looksLikeJson, readJson } from './json-transcript.ts';
import { readPlainText } from './plain-text.ts';
import { isTiming, type ReadCues, readSrt, readVtt } from './timed-text.ts';

export type CaptionFormat = 'vtt' | 'srt' | 'json' | 'text';

/** Longest file that is read, in UTF-16 units: all the text that a transcript may have, and as much again for times and tags. */
const maxFile = 2 * maxTranscriptText;

/** Share of a file that may be no text at all: French saved in another encoding than UTF-8 has up to a quarter, a picture or sound half. */
const mostUnreadable = 0.3;
const noText =
  'Much of this file is no text that can be read. If it holds captions, save them as UTF-8 and upload them again; else choose another file.';

/**
 * Reads captions in WebVTT, SRT, the podcast namespace's JSON or plain text (`as`, else what the text looks like) into cues that
 * `transcript` accepts. `duration` of the recording in milliseconds, if known: plain text is spread over it. Tags, styles and entities are gone; what
 * was left out or guessed is said in `warnings`, with the first line where it happens. Time is linear in the text's length.
 * Problem `too_large`, or `media_corrupt` when there is nothing in it to read, naming the line.
 */
export function parseCaptions(
  text: string,
  { as, duration }: { as?: CaptionFormat | undefined; duration?: number | undefined } = {},
): { cues: Cue[]; warnings: string[] } {
  if (text.length > maxFile) throw tooLarge('This file is larger than 2 MB');
  if (unreadable(text) > text.length * mostUnreadable) throw new Problem('media_corrupt', noText);
  const lines = linesOf(text);
  const format = as ?? looksLike(text, lines);
  const read = readers[format](lines, { text, duration });
  if (read.cues.length === 0 || (format === 'text' && !read.cues.some(({ text }) => /[\p{L}\p{N}]/u.test(text))))
    throw nothingRead(format, read);
  const cues = fitted(read.cues);
  const overlaps = format === 'srt' ? sayOverlaps(cues) : [];
  return { cues, warnings: [...read.warnings, ...overlaps, ...warningsOf(read.cues, lines, duration)] };
}

const readers: Record<
  CaptionFormat,
  (lines: string[], whole: { text: string; duration?: number | undefined }) => ReadCues
> = {
  vtt: readVtt,
  srt: readSrt,
  json: (_lines, { text }) => readJson(text),
  text: (lines, { duration }) => readPlainText(lines, duration),
};

/** How many characters are none of a text: controls, and what was no UTF-8. */
const unreadable = (text: string) => text.length - text.replace(/[^\P{Cc}\s]|\uFFFD/gu, '').length;

const linesOf = (text: string) => text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);

/** What captions look like; `text` where they have no times. */
export const captionFormatOf = (text: string): CaptionFormat => looksLike(text, linesOf(text));

function looksLike(text: string, lines: readonly string[]): CaptionFormat {
  if (looksLikeJson(text)) return 'json';
  if (/^WEBVTT(?:\s|$)/.test(lines[0] ?? '')) return 'vtt';
  return lines.some(isTiming) ? 'srt' : 'text';
}

/** Cues in order, none with more text than a cue may have. */
function fitted(cues: readonly Cue[]): Cue[] {
  const short = cues.flatMap((cue) =>
    cue.text.length <= maxCueText
      ? [cue]
      : spread(
          piecesOf(cue.text, maxCueText).map((text) => ({ ...cue, text })),
          cue.start,
          cue.end,
        ),
  );
  if (short.length > maxCues) {
    throw tooLarge(`This file has ${short.length} cues, more than ${maxCues}`);
  }
  if (short.reduce((sum, { text }) => sum + text.length, 0) > maxTranscriptText) {
    throw tooLarge('This file has more text than a recording of 6 hours');
  }
  if (short.some(({ end }) => end > maxTime)) throw tooLarge('This file goes on for longer than 6 hours');
  return short.toSorted((a, b) => a.start - b.start);
}

/** WebVTT and JSON may mean two at once; players of SRT draw one over the other. */
function sayOverlaps(cues: readonly Cue[]): string[] {
  let lastEnd = 0;
  const early = cues.filter(({ start, end }) => {
    const isEarly = start < lastEnd;
    lastEnd = Math.max(lastEnd, end);
    return isEarly;
  });
  const [first] = early;
  if (!first) return [];
  const where = `The cue at ${sayTimecode(first.start)}${early.length > 1 ? ` and ${early.length - 1} more` : ''}`;
  return [`${where}: the one before has not ended when it starts. Both were kept: check their times.`];
}

function warningsOf(cues: readonly Cue[], lines: readonly string[], duration?: number): string[] {
  const warnings: string[] = [];
  const unread = lines.findIndex((line) => line.includes('\uFFFD') || !line.isWellFormed());
  if (unread !== -1) {
    warnings.push(`Line ${unread + 1}: some letters could not be read. Save the file as UTF-8 and upload it again.`);
  }
  if (cues.some(({ start }, index) => start < (cues[index - 1]?.start ?? 0))) {
    warnings.push('The cues were not in the order of their times. They are now.');
  }
  if (cues.some(({ text }) => text.length > maxCueText)) {
    warnings.push(`Cues of more than ${maxCueText} characters were split. Check their times.`);
  }
  if (duration !== undefined && cues.some(({ start }) => start >= duration)) {
    warnings.push('Some cues start after the recording has ended. Check that the file belongs to it.');
  }
  return warnings;
}

function nothingRead(format: CaptionFormat, { warnings }: ReadCues): Problem {
  if (format === 'text') return new Problem('media_corrupt', 'There is no text in this file. Choose another.');
  const name = format === 'vtt' ? 'WebVTT' : format.toUpperCase();
  const first =
    warnings.find((warning) => /^(?:Line|Segment) /.test(warning)) ??
    (format === 'json' ? 'It has no segments.' : 'Line 1: there is nothing to read.');
  return new Problem(
    'media_corrupt',
    `There are no captions in this ${name} file. ${first} Export the captions again, or choose another file.`,
  );
}

const tooLarge = (what: string) => new Problem('too_large', `${what}. Split it, or choose another file.`);
