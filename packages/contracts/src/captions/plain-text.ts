import { maxCueText, maxTime, piecesOf, spread, tidyText } from './cue.ts';
import { sayReadSpeakers, speakerBefore, speakersOf } from './speakers.ts';
import type { ReadCues } from './timed-text.ts';

/** How fast people speak, in characters a second: 150 words a minute of six characters. */
const spokenCharacters = 15;

/**
 * Reads paragraphs, parted by empty lines or by a `Name: ` that begins a line, and guesses when each is said: at its share of
 * `duration` (milliseconds), or at the pace of ordinary speech where that is not known.
 */
export function readPlainText(lines: readonly string[], duration?: number): ReadCues {
  const paragraphs: { text: string[]; speaker?: string }[] = [];
  let open: { text: string[]; speaker?: string } | null = null;
  const texts = lines.map(tidyText);
  const spoken = speakersOf(texts);
  for (const [index, text] of texts.entries()) {
    const found = spoken[index];
    // A name that is none for sure still is no part of what the one before says.
    if (!text || speakerBefore(text)) open = null;
    if (!text) continue;
    if (!open) {
      open = found ? { text: [found.text], speaker: found.speaker } : { text: [text] };
      paragraphs.push(open);
    } else open.text.push(text);
  }
  const parts = paragraphs.flatMap(({ text, speaker }) =>
    piecesOf(text.join(' '), maxCueText).map((piece) => (speaker ? { text: piece, speaker } : { text: piece })),
  );
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  const end = duration ?? Math.min(maxTime, Math.ceil((length / spokenCharacters) * 1000));
  return {
    cues: spread(parts, 0, end),
    warnings: ['Plain text tells no times: they are guessed. Listen and set them.', ...sayReadSpeakers(spoken)],
  };
}
