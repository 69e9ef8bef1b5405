import type { Cue } from '@mobilise/contracts/captions/cue';
import type { Chapter } from '@mobilise/contracts/chapters/chapter';
import { sayTimecode } from '@mobilise/contracts/timecode';
import { findUrl, playerUrl, wordsUrl } from './assets.ts';
import { type Html, html } from './html.ts';

/** What a page plays. Times in milliseconds of the files as they are played. */
export interface Recording {
  /** Names it on the listener's own device, where the place is remembered. */
  key: string;
  title: string;
  /** Whose it is, for the lock screen of a phone. */
  artist: string;
  cover: string | null;
  /** The audio or video element, which works without script. */
  element: Html;
  /** Milliseconds. */
  length: number | null;
  /** The path of the file to which links lead where no script runs. */
  path: string;
  chapters: readonly Chapter[];
  cues: readonly Cue[];
}

/** Cues from which on a transcript is searched rather than read. */
const many = 40;

/** The scripts of a page that plays something. */
export const scriptsOf = ({ cues }: Recording): string[] => [
  playerUrl,
  wordsUrl,
  ...(cues.length > many ? [findUrl] : []),
];

/** The player and, in words, all that it plays. The script adds its buttons and lets chapters and words follow and seek. */
export function recordingHtml(recording: Recording): Html {
  const { key, title, artist, cover, element, length } = recording;
  return html`<section class="player" aria-label="Player" data-player="${key}" data-title="${title}" data-artist="${artist}"${length && html` data-length="${length / 1000}"`}${cover && html` data-cover="${cover}"`}>${element}</section>`;
}

/** The chapters as a list of links into the recording; those kept out of lists are left out. */
export function chaptersHtml({ chapters, path }: Recording): Html | null {
  const shown = chapters.filter(({ hidden }) => !hidden);
  if (shown.length === 0) return null;
  return html`<section class="section" aria-labelledby="chapters"><h2 id="chapters">Chapters</h2><ol class="chapters">${shown.map(
    ({ start, title, url }) =>
      html`<li>${timeLink(path, start, title)}${url && html` <a class="out" href="${url}" rel="noopener">Read more<span class="hidden"> about ${title}</span></a>`}</li>`,
  )}</ol></section>`;
}

/** Everything that is said, in paragraphs that begin with their time. Where it is long, a script puts the search in its place. */
export function transcriptHtml({ cues, path }: Recording, heading = 'Transcript'): Html | null {
  if (cues.length === 0) return null;
  return html`<section class="section transcript" aria-labelledby="transcript"><h2 id="transcript">${heading}</h2>${cues.length > many && html`<div class="find"></div>`}${stretches(
    cues,
  ).map(
    ({ start, end, speaker, text, isNew }) =>
      html`<p data-end="${end / 1000}">${timeLink(path, start)} ${isNew && speaker && html`<strong>${speaker}:</strong> `}${text}</p>`,
  )}</section>`;
}

/** A link to a moment: a media fragment of the file (W3C, Media Fragments), which the script turns into a seek. */
function timeLink(path: string, start: number, title?: string): Html {
  const at = Math.floor(start / 1000) * 1000;
  const seconds = String(start / 1000);
  const time = html`<time datetime="PT${Math.floor(start / 1000)}S">${sayTimecode(at)}</time>`;
  const words = title === undefined ? html`<span class="hidden">Play from </span>${time}` : html`${time} ${title}`;
  return html`<a class="at" href="${path}#t=${seconds}" data-t="${seconds}">${words}</a>`;
}

/** Characters after which a paragraph ends with its sentence, and milliseconds of silence that end one at once. */
const long = 350;
const pause = 3000;

/** Cues in which one person goes on speaking, as one. `isNew` where another one begins. */
function stretches(cues: readonly Cue[]) {
  const joined: { start: number; end: number; speaker: string | undefined; text: string; isNew: boolean }[] = [];
  for (const { start, end, speaker, text } of cues) {
    const last = joined.at(-1);
    const words = text.replaceAll('\n', ' ');
    if (last && goesOn(last, { start, speaker }))
      Object.assign(last, { end: Math.max(end, last.end), text: `${last.text} ${words}` });
    else joined.push({ start, end, speaker, text: words, isNew: last?.speaker !== speaker });
  }
  return joined;
}

/** Whether somebody speaks on in the same paragraph. */
function goesOn(
  last: { end: number; speaker: string | undefined; text: string },
  next: { start: number; speaker: string | undefined },
): boolean {
  const isFull = last.text.length > long && /[.!?…]$/.test(last.text);
  return last.speaker === next.speaker && next.start - last.end < pause && !isFull;
}

/** Times moved by what is played before the recording. */
export function moved<T extends { start: number }>(list: readonly T[], by: number): T[] {
  return list.map((one) => ({ ...one, start: one.start + by, ...('end' in one && { end: Number(one.end) + by }) }));
}
