import type { AnalysedPart } from './audio-analysis.ts';
import { clock } from './clock.ts';
import { decibels } from './loudness.ts';
import { pointsPerSecond } from './waveform.ts';

/** A stretch in which nothing is to be heard, in seconds. */
export interface Silence {
  from: number;
  to: number;
}

/** Silence is what stays this far below the programme's loudness, in dB, and below −50 dBFS at any rate. */
const below = 30;
const quiet = -50;
/** Seconds of silence that people notice: at the beginning, within, at the end. */
const noticed = { leading: 1.5, inner: 4, trailing: 3 };

/** The silences of a part that are long enough to be noticed. */
export function silencesOf({ integrated, measured: { lowest, highest } }: AnalysedPart): Silence[] {
  const threshold = 10 ** (Math.min(quiet, integrated - below) / 20);
  const found: Silence[] = [];
  let began = 0;
  for (let point = 0; point <= lowest.length; point += 1) {
    const level = Math.max(-(lowest[point] ?? -1), highest[point] ?? 1);
    if (point < lowest.length && level < threshold) continue;
    const least = began === 0 ? noticed.leading : point === lowest.length ? noticed.trailing : noticed.inner;
    if (point - began >= least * pointsPerSecond)
      found.push({ from: began / pointsPerSecond, to: point / pointsPerSecond });
    began = point + 1;
  }
  return found;
}

/** What the person who recorded it should know, as sentences that say what to do. */
export function warningsOf(part: AnalysedPart): string[] {
  const { clipped, sides, samples, sampleRate, truePeak } = part.measured;
  const length = samples / sampleRate;
  const warnings: string[] = [];
  if (clipped.count > 0) {
    const places = clipped.count === 1 ? 'in one place' : `in ${clipped.count.toLocaleString('en-GB')} places, first`;
    warnings.push(
      `Clipped ${places} at ${at(clipped.first)}: lower the recording level, or export again without pushing it.`,
    );
  }
  for (const { from, to } of silencesOf(part)) {
    const span = `${Math.round(to - from)} seconds`;
    if (from === 0) warnings.push(`It begins with ${span} of silence: trim them.`);
    else if (to >= length - 0.1) warnings.push(`It ends with ${span} of silence: trim them.`);
    else warnings.push(`Nothing is to be heard for ${span} from ${at(from)}: check that nothing is missing.`);
  }
  if (sides === 'left' || sides === 'right')
    warnings.push(`Only the ${sides} side has sound: it is put on both. Check the cables if that was not meant.`);
  if (part.integrated < -35 && decibels(truePeak) < -20)
    warnings.push(
      `Recorded very quietly, at ${part.integrated.toFixed(0).replace('-', '−')} LUFS: making it louder brings up the noise, too. Raise the recording level next time.`,
    );
  return warnings;
}

const at = (seconds: number) => clock(Math.floor(seconds) * 1000);
