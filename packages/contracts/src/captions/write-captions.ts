import { sayTimecode } from '../timecode.ts';
import type { Cue } from './cue.ts';
import { speakersOf } from './speakers.ts';

/** WebVTT, `text/vtt`. Where no cue says who speaks, a colon that would be taken to follow a name is written as an entity. */
export function toVtt(cues: readonly Cue[]): string {
  const mistaken = cues.some(({ speaker }) => speaker) ? [] : speakersOf(cues.map(({ text }) => text));
  const blocks = cues.map(({ start, end, text, speaker }, index) => {
    // With the end of the tag, two hyphens would be the arrow between times.
    const voice = speaker ? `<v ${escapeText(speaker).replace(/--$/, '-&#45;')}>` : '';
    const words = mistaken[index] ? escapeText(text).replace(':', '&#58;') : escapeText(text);
    return `\n${clock(start, '.')} --> ${clock(end, '.')}\n${voice}${words}\n`;
  });
  return `WEBVTT\n${blocks.join('')}`;
}

/**
 * SRT, `application/x-subrip`. It has no tag for who speaks: a name and a colon begin the cue where that changes, as the podcast
 * namespace asks. Nor can it escape: what players would take for a tag or for times is written with characters alike.
 */
export function toSrt(cues: readonly Cue[]): string {
  return cues
    .map(({ start, end, text, speaker }, index) => {
      const isNew = speaker && speaker !== cues[index - 1]?.speaker;
      const words = srtText(isNew ? `${speaker}: ${text}` : text);
      return `${index + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${words}\n`;
    })
    .join('\n');
}

/** What SRT holds of a text. What stands before a colon may be read as a name there, behind which spaces are one. */
export function srtText(text: string): string {
  return text
    .replace(/^([^\n:]*:)[^\S\n]+/, '$1 ')
    .replaceAll('-->', '→')
    .replace(/<(?![\s\d=])/g, '‹')
    .replaceAll('{\\', '{ \\');
}

/** Transcript of the podcast namespace 1.0.0, `application/json`; times in seconds. */
export function toJson(cues: readonly Cue[]): string {
  const segments = cues.map(({ start, end, text, speaker }) => ({
    ...(speaker ? { speaker } : {}),
    startTime: start / 1000,
    endTime: end / 1000,
    body: text,
  }));
  return JSON.stringify({ version: '1.0.0', segments });
}

/** Transcript of the podcast namespace as HTML, for reading: what one person says at a stretch is a paragraph. No whole page. */
export function toHtml(cues: readonly Cue[]): string {
  return monologues(cues)
    .map(({ start, text, speaker }) => {
      const cite = speaker ? `<cite>${escapeText(speaker)}:</cite>\n` : '';
      return `${cite}<time>${sayTimecode(Math.floor(start / 1000) * 1000)}</time>\n<p>${escapeText(text)}</p>\n`;
    })
    .join('');
}

/** The words alone, `Name: ` before what somebody says, an empty line between paragraphs. */
export function toText(cues: readonly Cue[]): string {
  return monologues(cues)
    .map(({ text, speaker }) => `${speaker ? `${speaker}: ` : ''}${text}\n`)
    .join('\n');
}

/** A paragraph ends with a pause of two seconds, or with a sentence once it has this many characters. */
const pause = 2000;
const longParagraph = 500;

/** Cues in which one person goes on speaking, as one, on one line. */
function monologues(cues: readonly Cue[]): Cue[] {
  const joined: (Cue & { words: string[]; length: number })[] = [];
  for (const cue of cues) {
    const last = joined.at(-1);
    const words = cue.text.replaceAll('\n', ' ');
    const goesOn =
      last &&
      last.speaker === cue.speaker &&
      cue.start - last.end < pause &&
      (last.length < longParagraph || !/[.!?…]$/.test(last.words.at(-1) ?? ''));
    if (goesOn) {
      last.words.push(words);
      last.length += words.length;
      last.end = Math.max(last.end, cue.end);
    } else joined.push({ ...cue, words: [words], length: words.length });
  }
  return joined.map(({ words, length, ...cue }) => ({ ...cue, text: words.join(' ') }));
}

/** `01:02:03.400` */
function clock(ms: number, point: '.' | ','): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${point}${rest}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
