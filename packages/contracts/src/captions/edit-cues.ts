import { type Cue, cutAt, maxCueText, maxTime, tidyText } from './cue.ts';

/*
 * What an editor does to captions: each function answers new cues, in order of their starts, and leaves those given alone. What
 * cannot be done, or would break the rules of `transcript`, changes nothing: the cues given are answered themselves.
 */

/** Two cues of one, parted at `caret` (UTF-16 units into its text), each with its share of the time by its share of the text. */
export function splitCue(cues: readonly Cue[], index: number, caret: number): readonly Cue[] {
  const cue = cues[index];
  if (!cue || cue.end - cue.start < 2) return cues;
  const head = cutAt(cue.text, Math.max(0, caret));
  const [before, after] = [tidyText(head), tidyText(cue.text.slice(head.length))];
  if (!before || !after) return cues;
  const share = before.length / (before.length + after.length);
  const at = clamp(Math.round(cue.start + (cue.end - cue.start) * share), cue.start + 1, cue.end - 1);
  const halves = [
    { ...cue, end: at, text: before },
    { ...cue, start: at, text: after },
  ];
  // A cue that overlaps this one may start before the second half does.
  return cues.toSpliced(index, 1, ...halves).sort((a, b) => a.start - b.start);
}

/** A cue and the next in one, from the first start to the last end. Another speaker's name stays in words: `Bob: Hello`. */
export function mergeWithNext(cues: readonly Cue[], index: number): readonly Cue[] {
  const [cue, next] = [cues[index], cues[index + 1]];
  if (!cue || !next) return cues;
  const isOther = next.speaker && next.speaker !== cue.speaker;
  const text = isOther ? `${cue.text}\n${next.speaker}: ${next.text}` : `${cue.text} ${next.text}`;
  if (text.length > maxCueText) return cues;
  return cues.toSpliced(index, 2, { ...cue, end: Math.max(cue.end, next.end), text });
}

/**
 * A cue and all after it, `by` milliseconds later, or earlier where that is negative: no earlier than the cue before them ends
 * (or than they are, if they overlap it), no later than `duration`.
 */
export function shiftFrom(cues: readonly Cue[], index: number, by: number, duration = maxTime): readonly Cue[] {
  const first = cues[index];
  if (!first) return cues;
  const earliest = Math.min(first.start, cues[index - 1]?.end ?? 0);
  const last = cues.slice(index).reduce((end, cue) => Math.max(end, cue.end), 0);
  const shift = clamp(Math.round(by), earliest - first.start, Math.max(0, duration - last));
  if (shift === 0) return cues;
  return cues.map((cue, at) => (at < index ? cue : { ...cue, start: cue.start + shift, end: cue.end + shift }));
}

export function removeCue(cues: readonly Cue[], index: number): readonly Cue[] {
  return cues[index] ? cues.toSpliced(index, 1) : cues;
}

/**
 * A cue with other times, milliseconds, held between the end of the cue before and the start of the next (or where it is, if it
 * overlaps them) and within `duration`. An end that would come before the start gives way, a millisecond behind it.
 */
export function setTimes(
  cues: readonly Cue[],
  index: number,
  times: { start?: number; end?: number },
  duration = maxTime,
): readonly Cue[] {
  const cue = cues[index];
  if (!cue) return cues;
  const earliest = Math.min(cue.start, cues[index - 1]?.end ?? 0);
  const next = cues[index + 1]?.start ?? duration;
  const latest = Math.max(cue.end, Math.min(next, duration));
  const start = clamp(Math.round(times.start ?? cue.start), earliest, Math.max(cue.start, Math.min(latest - 1, next)));
  const end = clamp(Math.round(times.end ?? cue.end), start + 1, latest);
  return start === cue.start && end === cue.end ? cues : cues.with(index, { ...cue, start, end });
}

/** The index of the cue begun last at a time (milliseconds), or null where it has ended, or none has begun. */
export function cueAt(cues: readonly Cue[], time: number): number | null {
  let [low, high] = [0, cues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.start ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const cue = cues[low - 1];
  return cue && time < cue.end ? low - 1 : null;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
