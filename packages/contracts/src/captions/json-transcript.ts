import { Problem } from '../problems.ts';
import { type Cue, maxTime, tidySpeaker, tidyText } from './cue.ts';
import type { ReadCues } from './timed-text.ts';
import { Warnings } from './warnings.ts';

/** Whether a text is a JSON transcript, and not words that begin with a brace. */
export const looksLikeJson = (text: string) => /^\s*\{/.test(text) && text.includes('"segments"');

/**
 * Reads the podcast namespace's transcript (1.0.0): segments with times in seconds, words, and who speaks. The words are text as
 * they are: JSON knows no tags. Problem `media_corrupt` where it is no JSON.
 */
export function readJson(text: string): ReadCues {
  const warnings = new Warnings('Segment');
  const cues: Cue[] = [];
  for (const [index, segment] of segmentsOf(text).entries()) {
    const cue = cueOf(segment);
    if (typeof cue === 'string') warnings.add(cue, index + 1);
    else cues.push(cue);
  }
  return { cues, warnings: warnings.sentences };
}

function segmentsOf(text: string): unknown[] {
  try {
    const { segments } = JSON.parse(text.trim());
    return Array.isArray(segments) ? segments : [];
  } catch {
    const why =
      'This JSON file is damaged, or breaks off before its end. Export the transcript again, or choose another file.';
    throw new Problem('media_corrupt', why);
  }
}

/** Some write their numbers as text; what is neither is no time. */
const millisecondsOf = (seconds: unknown): number =>
  typeof seconds === 'number' || (typeof seconds === 'string' && seconds.trim())
    ? Math.round(Number(seconds) * 1000)
    : Number.NaN;

/** A cue, or why there is none. */
function cueOf(segment: unknown): Cue | string {
  const { startTime, endTime, body, speaker } = (segment ?? {}) as Record<string, unknown>;
  const [start, end] = [startTime, endTime].map(millisecondsOf) as [number, number];
  if (!(start >= 0 && start < maxTime && end <= maxTime)) return 'these times cannot be read. It was left out.';
  if (end < start) return 'it ends before it starts. It was left out.';
  const said = typeof body === 'string' ? tidyText(body) : '';
  if (!said) return 'it says nothing. It was left out.';
  const name = typeof speaker === 'string' ? tidySpeaker(speaker) : undefined;
  // A single word may take no time at all.
  return { start, end: Math.max(end, start + 1), text: said, ...(name && { speaker: name }) };
}
