/** How loud a programme is. */
export interface Loudness {
  /** Integrated, gated, in LUFS; nothing for silence. */
  integrated: number | undefined;
  /** Loudness range in LU. */
  range: number;
}

/**
 * What podcasts are mastered to, in LUFS (AES TD1008, Apple Podcasts): a channel of its own counts 3 LU less, because it is
 * played by two speakers.
 */
export const targetLoudness = { stereo: -16, mono: -19 } as const;

/** Highest true peak of what we publish, in dBTP. */
export const highestPeak = -1;

/** What two meters of true peaks may differ by, in dB. */
const measuringError = 0.05;

/** What encoding may add to a peak before it is measured; a second encoding is saved by it. In dB. */
const headroom = 1;

/** A programme nearer to its target than this, in LU, is not encoded again; the promise is half a unit. */
const nearEnough = 0.45;

/** Adds to the gain of a programme, and the level in dBTP that its limiter holds. */
export interface Setting {
  gain: number;
  ceiling: number;
}

/** The answer of the ebur128 filter, which it gives at the end of a run. Below −70 LUFS there is nothing but silence. */
export function loudnessFrom(log: string): Loudness {
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const value = (name: string) => Number(new RegExp(`\\b${name}:\\s+(-?[\\d.]+|-inf|nan)`).exec(summary)?.[1]);
  const [integrated, range] = [value('I'), value('LRA')];
  return {
    integrated: Number.isFinite(integrated) && integrated > -70 ? integrated : undefined,
    range: Number.isFinite(range) ? range : 0,
  };
}

export const decibels = (level: number) => 20 * Math.log10(Math.max(level, 1e-10));

export const firstSetting: Setting = { gain: 0, ceiling: highestPeak - headroom };

/**
 * How to encode again after what was encoded turned out to be so loud and so high; nothing when it is good.
 *
 * @param found LUFS and dBTP of the encoded file
 */
export function correction(
  setting: Setting,
  found: { integrated: number; truePeak: number },
  target: number,
): Setting | undefined {
  const error = target - found.integrated;
  const over = found.truePeak - (highestPeak - measuringError);
  if (Math.abs(error) <= nearEnough && over <= 0) return undefined;
  return {
    gain: setting.gain + error,
    // What is limited harder is encoded a little differently, so leave some room.
    ceiling: over > 0 ? setting.ceiling - over - 0.2 : setting.ceiling,
  };
}
