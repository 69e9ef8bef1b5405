import { type Cue, maxTime, tidyText } from './cue.ts';
import { textOfSrt, textOfVtt } from './cue-text.ts';
import { sayReadSpeakers, speakersOf } from './speakers.ts';
import { Warnings } from './warnings.ts';

const clock = String.raw`(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?`;
const timing = new RegExp(`^${clock}\\s*-->\\s*${clock}(?:\\s|$)`);
/** Blocks of WebVTT that hold no words for anybody. */
const wordless = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;

export interface ReadCues {
  /** In the order of the file; a text may be longer than a cue may have. */
  cues: Cue[];
  warnings: string[];
}

/** Whether this line tells the times of a cue. */
export const isTiming = (line: string) => timesOf(line) !== null;

/** Reads WebVTT as browsers do where that loses no words: times, the plain text, and who speaks, before colons where no tag says so. */
export function readVtt(lines: readonly string[]): ReadCues {
  const warnings = new Warnings();
  const hasHeader = /^WEBVTT(?:\s|$)/.test(lines[0] ?? '');
  const cues = readBlocks(lines, warnings, hasHeader, textOfVtt);
  if (!hasHeader) warnings.add('a WebVTT file begins with WEBVTT. It was read all the same.', 1);
  return cues.some(({ speaker }) => speaker)
    ? { cues: cues.map(plain), warnings: warnings.sentences }
    : withSpeakers(cues, warnings);
}

/** Reads SRT, with or without numbers, and who speaks before colons. */
export function readSrt(lines: readonly string[]): ReadCues {
  const warnings = new Warnings();
  return withSpeakers(readBlocks(lines, warnings, false, textOfSrt), warnings);
}

/** A cue as it is read; `isQuoted` where its first colon is no sign but a word's. */
type Read = Cue & { isQuoted?: boolean };

const plain = ({ isQuoted: _, ...cue }: Read): Cue => cue;

function withSpeakers(cues: readonly Read[], warnings: Warnings): ReadCues {
  const spoken = speakersOf(cues.map(({ text, isQuoted }) => (isQuoted ? text.replace(':', ' ') : text)));
  return {
    cues: cues.map((cue, index) => ({ ...plain(cue), ...spoken[index] })),
    warnings: [...warnings.sentences, ...sayReadSpeakers(spoken)],
  };
}

/** Both formats are blocks between empty lines: perhaps a name or number, the times, the text. One pass over the lines. */
function readBlocks(
  lines: readonly string[],
  warnings: Warnings,
  hasHeader: boolean,
  textOf: (payload: string) => { text: string; speaker?: string; isQuoted?: boolean },
): Read[] {
  const cues: Read[] = [];
  let cue: { start: number; end: number; line: number; payload: string[] } | null = null;
  const isNumber = (line = '') => /^\d{1,9}$/.test(line.trim());
  const finish = (at: number) => {
    if (!cue) return;
    // Files that leave no empty line between cues put the number of the next under the text.
    if (isTiming(lines[at] ?? '') && cue.payload.length > 1 && isNumber(cue.payload.at(-1))) cue.payload.pop();
    const { start, line, payload } = cue;
    const said = textOf(payload.join('\n'));
    if (!said.text) warnings.add('this cue says nothing. It was left out.', line);
    else cues.push({ start, end: endOf(cue, warnings), ...said });
    cue = null;
  };
  /** What holds no words, up to the next empty line; times that follow the header at once are a cue all the same. */
  let skipped: 'header' | 'block' | null = hasHeader ? 'header' : null;
  let before = '';
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const times = timesOf(line);
    if (line.trim() === '') {
      finish(index);
      skipped = null;
    } else if (skipped === 'block' || (skipped && !times)) {
      // Left out.
    } else if (hasHeader && !cue && before === '' && wordless.test(line)) {
      skipped = 'block';
    } else if (times) {
      finish(index);
      skipped = null;
      cue = { ...times, line: number, payload: [] };
    } else if (line.includes('-->')) {
      finish(index);
      warnings.add('these times cannot be read. Write them as 00:01:02.500 --> 00:01:05.000.', number);
    } else if (cue) {
      cue.payload.push(line);
    } else if (tidyText(line) && !isTiming(lines[index + 1] ?? '')) {
      warnings.add('this text has no times before it. It was left out.', number);
    }
    before = line.trim();
  }
  finish(lines.length);
  return cues;
}

function endOf({ start, end, line }: { start: number; end: number; line: number }, warnings: Warnings): number {
  if (end > start) return end;
  warnings.add('this cue ends before it starts. It lasts one second now: set its times.', line);
  return start + 1000;
}

function timesOf(line: string): { start: number; end: number } | null {
  const found = line.includes('-->') && timing.exec(line.trim());
  if (!found) return null;
  const [start, end] = [milliseconds(found.slice(1, 5)), milliseconds(found.slice(5, 9))];
  return start < maxTime && end <= maxTime ? { start, end } : null;
}

function milliseconds([hours = '0', minutes = '0', seconds = '0', decimals = '']: (string | undefined)[]): number {
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(decimals.padEnd(3, '0'));
}
