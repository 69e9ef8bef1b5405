import { type AudioPart, type Cut, type Layout, type LevelledPart, measuring } from './audio-recipe.ts';
import { MediaError } from './errors.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import { corrupt } from './ffmpeg-failure.ts';
import type { FfmpegInput } from './ffmpeg-job.ts';
import { decibels, type Loudness, loudnessFrom, targetLoudness } from './loudness.ts';
import { passLimits } from './patience.ts';
import { describe } from './probed.ts';
import { createMeter, type Measured } from './waveform.ts';

/** A part that has been listened to. */
export interface AnalysedPart extends AudioPart {
  channels: 1 | 2;
  /** LUFS of the channels it has. */
  integrated: number;
  range: number;
  measured: Measured;
}

/**
 * Listens to a part once: its loudness, and all that its samples show.
 *
 * @throws MediaError `media_silent` when there is no loudness; as `Ffmpeg.run`
 */
export async function analyse(ffmpeg: Ffmpeg, part: AudioPart, options: RunOptions = {}): Promise<AnalysedPart> {
  const { audio, claimed } = describe(
    await ffmpeg.probe(part.path, part.format, options.signal ? { signal: options.signal } : {}),
  );
  if (!audio) throw corrupt('It holds no sound');
  const channels = audio.channels === 1 ? 1 : 2;
  const expected =
    (Math.min(part.end ?? Number.POSITIVE_INFINITY, claimed ?? Number.POSITIVE_INFINITY) || 0) - (part.start ?? 0);
  const { loudness, measured } = await listen(
    ffmpeg,
    part,
    { channels, sampleRate: audio.sampleRate, expected, encoded: false },
    options,
  );
  if (loudness.integrated === undefined)
    throw new MediaError(
      'media_silent',
      measured.samples < 0.4 * measured.sampleRate
        ? 'This recording is too short to have a loudness: it needs half a second at least. Check the trimming, or upload another.'
        : 'This recording is silent: nothing in it is louder than −70 LUFS. Check the microphone and the export, and upload it again.',
    );
  return { ...part, channels, integrated: loudness.integrated, range: loudness.range, measured };
}

/** One pass over sound: ffmpeg measures the loudness, its samples come here for the rest. */
export async function listen(
  ffmpeg: Ffmpeg,
  sound: FfmpegInput & Cut,
  {
    channels,
    sampleRate,
    expected,
    encoded,
  }: { channels: 1 | 2; sampleRate: number; expected: number; encoded: boolean },
  options: RunOptions,
): Promise<{ loudness: Loudness; measured: Measured }> {
  const meter = createMeter({ channels, sampleRate });
  const { log } = await ffmpeg.run(
    {
      ...measuring(sound, channels, meter.take, encoded),
      ...{ ...passLimits(expected), maxBytes: 0 },
      ...(Number.isFinite(expected) && expected > 0 && { expected }),
    },
    options,
  );
  return { loudness: loudnessFrom(log), measured: meter.end() };
}

/** The layout of what these parts make together: mono unless two sides differ somewhere. */
export function layoutOf(parts: readonly AnalysedPart[]): Layout {
  return parts.some(({ channels, measured }) => channels === 2 && measured.sides === 'different') ? 'stereo' : 'mono';
}

/** Two channels that are the same are twice the power of one. */
const twice = 10 * Math.log10(2);

/** The part with the gain that brings it to the target of a layout. */
export function level(part: AnalysedPart, layout: Layout): LevelledPart {
  const { channels, integrated, measured, ...rest } = part;
  const { sides, samples, sampleRate } = measured;
  const one = channels === 2 && sides === 'same' ? integrated - twice : integrated;
  const doubled = layout === 'stereo' && !(channels === 2 && sides === 'different');
  const gain = targetLoudness[layout] - (doubled ? one + twice : one);
  return { ...rest, channels, sides, gain, duration: (samples / sampleRate) * 1000 };
}

/** The highest point of parts at their gains, in dBTP. */
export function highestOf(parts: readonly AnalysedPart[], levelled: readonly LevelledPart[]): number {
  return Math.max(...parts.map(({ measured }, index) => decibels(measured.truePeak) + (levelled[index]?.gain ?? 0)));
}
