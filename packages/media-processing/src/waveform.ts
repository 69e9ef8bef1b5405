import { recordingLimits } from './limits.ts';
import { truePeakMeter } from './true-peak.ts';

/** Points of a waveform in a second. */
export const pointsPerSecond = 20;

/** A waveform as audiowaveform writes it: the lowest and the highest of each point, −128 to 127, of all channels together. */
export interface Waveform {
  version: 2;
  channels: 1;
  sample_rate: number;
  samples_per_pixel: number;
  bits: 8;
  length: number;
  data: number[];
}

/** What the samples of a programme show. Levels are linear, 1 being full scale. */
export interface Measured {
  /** Samples of a channel. */
  samples: number;
  sampleRate: number;
  truePeak: number;
  /** Of each point, over all channels. */
  lowest: Float32Array;
  highest: Float32Array;
  /** Where it is clipped, in seconds: the first times, and how often in all. */
  clipped: { count: number; first: number };
  /** `same` when two channels are; `left` or `right` when only that one sounds. */
  sides: 'different' | 'same' | 'left' | 'right';
}

/** Samples at full scale in a row that no microphone makes. */
const clippedRun = 3;
const fullScale = 0.9995;
/** Of a side that only hums, and of two that differ by noise: −60 dB and −40 dB. */
const silentSide = 1e-6;
const sameSides = 1e-4;

/**
 * Measures samples as they come: waveform, true peak, clipping, and what the two sides have to do with each other.
 *
 * @returns `take` for bytes of interleaved 32-bit floats, `end` for what they showed
 */
export function createMeter({ channels, sampleRate }: { channels: 1 | 2; sampleRate: number }): {
  take: (chunk: Buffer) => void;
  end: () => Measured;
} {
  // One at least: with none it would never come to the next point.
  const perPoint = Math.max(1, Math.round(sampleRate / pointsPerSecond));
  const most = Math.ceil((recordingLimits.duration / 1000 + 60) * pointsPerSecond);
  let lowest = new Float32Array(2400);
  let highest = new Float32Array(2400);
  const truePeaks = Array.from({ length: channels }, truePeakMeter);
  const clipped = { count: 0, first: 0 };
  const runs = [0, 0];
  const energy = { left: 0, right: 0, difference: 0 };
  let truePeak = 0;
  let samples = 0;
  let rest: Buffer = Buffer.of();
  const apart = parting();

  /** Counts where a stretch of a channel is clipped; the last run may go on in the next stretch. */
  const clip = (channel: number, line: Float32Array, from: number, to: number) => {
    let run = runs[channel] ?? 0;
    for (let at = from; at < to; at += 1) {
      run = Math.abs(line[at] ?? 0) < fullScale ? 0 : run + 1;
      if (run !== clippedRun) continue;
      if (clipped.count === 0) clipped.first = (samples + at) / sampleRate;
      clipped.count += 1;
    }
    runs[channel] = run;
  };
  const measure = (lines: Float32Array[]) => {
    const frames = lines[0]?.length ?? 0;
    for (let from = 0; from < frames; ) {
      const point = Math.floor((samples + from) / perPoint);
      const to = Math.min(frames, from + perPoint - ((samples + from) % perPoint));
      if (point >= lowest.length) [lowest, highest] = [longer(lowest, most), longer(highest, most)];
      for (const [channel, line] of lines.entries()) {
        const [low, high] = rangeOf(line, from, to);
        if (low < (lowest[point] ?? 0)) lowest[point] = low;
        if (high > (highest[point] ?? 0)) highest[point] = high;
        if (high >= fullScale || low <= -fullScale || runs[channel]) clip(channel, line, from, to);
      }
      from = to;
    }
    for (const [channel, line] of lines.entries()) truePeak = Math.max(truePeak, truePeaks[channel]?.(line) ?? 0);
    if (channels === 2) addEnergy(energy, lines);
    samples += frames;
  };

  return {
    take: (chunk) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const frames = Math.floor(bytes.length / (4 * channels));
      const used = frames * 4 * channels;
      rest = Buffer.from(bytes.subarray(used));
      // Floats have to begin at a multiple of four.
      const whole = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
      const values = new Float32Array(whole.buffer, whole.byteOffset, frames * channels);
      measure(channels === 1 ? [values] : apart(values));
    },
    end: () => {
      const points = Math.ceil(samples / perPoint);
      return {
        ...{ samples, sampleRate, truePeak, clipped },
        lowest: lowest.subarray(0, points),
        highest: highest.subarray(0, points),
        sides: channels === 1 ? 'different' : sidesOf(energy),
      };
    },
  };
}

/** Parts the samples of two channels that take turns, into arrays that are used again for the next ones. */
function parting(): (values: Float32Array) => Float32Array[] {
  let room = [new Float32Array(), new Float32Array()];
  return (values) => {
    const frames = values.length / 2;
    if ((room[0]?.length ?? 0) < frames) room = [new Float32Array(frames), new Float32Array(frames)];
    const [left, right] = room.map((one) => one.subarray(0, frames)) as [Float32Array, Float32Array];
    for (let frame = 0, at = 0; frame < frames; frame += 1, at += 2) {
      left[frame] = values[at] ?? 0;
      right[frame] = values[at + 1] ?? 0;
    }
    return [left, right];
  };
}

/** The lowest and the highest sample of a stretch, 0 among them. */
function rangeOf(line: Float32Array, from: number, to: number): [number, number] {
  let [low, high] = [0, 0];
  for (let at = from; at < to; at += 1) {
    const value = line[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function addEnergy(energy: Record<'left' | 'right' | 'difference', number>, [left, right]: Float32Array[]): void {
  if (!left || !right) return;
  let [ofLeft, ofRight, ofDifference] = [0, 0, 0];
  for (let at = 0; at < left.length; at += 1) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0];
    ofLeft += one * one;
    ofRight += other * other;
    ofDifference += (one - other) * (one - other);
  }
  energy.left += ofLeft;
  energy.right += ofRight;
  energy.difference += ofDifference;
}

function sidesOf({ left, right, difference }: Record<'left' | 'right' | 'difference', number>): Measured['sides'] {
  if (right <= left * silentSide) return 'left';
  if (left <= right * silentSide) return 'right';
  return difference <= Math.max(left, right) * sameSides ? 'same' : 'different';
}

function longer(points: Float32Array<ArrayBuffer>, most: number): Float32Array<ArrayBuffer> {
  if (points.length >= most) throw new Error('There is more sound than was allowed to come');
  const made = new Float32Array(Math.min(most, points.length * 4));
  made.set(points);
  return made;
}

/** The waveform to draw. */
export function waveformOf({ lowest, highest, sampleRate }: Measured): Waveform {
  const byte = (value: number) => Math.max(-128, Math.min(127, Math.round(value * 127)));
  const data: number[] = [];
  for (let point = 0; point < lowest.length; point += 1) data.push(byte(lowest[point] ?? 0), byte(highest[point] ?? 0));
  const head = { version: 2, channels: 1, sample_rate: sampleRate, bits: 8 } as const;
  return { ...head, samples_per_pixel: Math.round(sampleRate / pointsPerSecond), length: lowest.length, data };
}
