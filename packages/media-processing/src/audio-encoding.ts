import { listen } from './audio-analysis.ts';
import { type AudioFormat, type Layout, type LevelledPart, mixing, publishedRate } from './audio-recipe.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import type { Source } from './ffmpeg-job.ts';
import { followFile } from './follow-file.ts';
import { correction, decibels, firstSetting, type Setting, targetLoudness } from './loudness.ts';
import { passLimits } from './patience.ts';
import { type Waveform, waveformOf } from './waveform.ts';

/** A mix whose parts are known. */
export interface Mix {
  ffmpeg: Ffmpeg;
  levelled: readonly LevelledPart[];
  layout: Layout;
  /** Milliseconds. */
  duration: number;
  /** The highest point of any part at its gain, in dBTP. */
  peak: number;
}

/** A file, and what it turned out to be: LUFS and dBTP. */
export interface Encoded {
  format: AudioFormat;
  path: string;
  loudness: number;
  truePeak: number;
  waveform: Waveform;
}

/** Encodings of a mix until one is good. What takes more cannot be helped by more. */
const tries = 4;
/** No published rendition is larger: six hours at 128 kbit/s and some. */
const maxBytes = 2 ** 30;

/** Encodes until the file is good, and answers the last. */
export async function encode(mix: Mix, format: AudioFormat, path: string, options: RunOptions): Promise<Encoded> {
  let setting = firstSetting;
  for (let attempt = 1; ; attempt += 1) {
    // Each attempt has half of what is left: how many there will be nobody knows.
    const [from, span] = [1 - 0.5 ** (attempt - 1), 0.5 ** attempt];
    const within = (share: number) => options.onProgress?.(from + span * share);
    const heard = await encodeAndListen(mix, { format, path }, setting, { ...options, onProgress: within });
    const integrated = heard.loudness.integrated ?? Number.NEGATIVE_INFINITY;
    const truePeak = decibels(heard.measured.truePeak);
    const better = correction(setting, { integrated, truePeak }, targetLoudness[mix.layout]);
    if (!better || attempt === tries || !Number.isFinite(integrated))
      return { format, path, loudness: integrated, truePeak, waveform: waveformOf(heard.measured) };
    setting = better;
  }
}

/**
 * One encoding and what it sounds like. An MP3 is listened to while it is made, which costs no time where there is a second
 * core. An M4A only afterwards: its index is at the front and not known before its end.
 */
async function encodeAndListen(
  { ffmpeg, levelled, layout, duration, peak }: Mix,
  file: { format: AudioFormat; path: string },
  setting: Setting,
  { signal, onProgress }: RunOptions,
) {
  const job = {
    ...mixing(levelled, file, { layout, setting, peak }),
    ...passLimits(duration),
    maxBytes,
    expected: duration,
  };
  const shape = { channels: layout === 'stereo' ? 2 : 1, sampleRate: publishedRate, expected: duration } as const;
  const hear = (source: Source, options: RunOptions) =>
    listen(ffmpeg, { ...source, format: file.format === 'mp3' ? 'mp3' : 'mov' }, { ...shape, encoded: true }, options);

  if (file.format === 'm4a') {
    const stop = signal && { signal };
    await ffmpeg.run(job, { ...stop, onProgress: (share) => onProgress?.(0.75 * share) });
    return hear({ path: file.path }, { ...stop, onProgress: (share) => onProgress?.(0.75 + 0.25 * share) });
  }
  const growing = followFile(file.path);
  const failed = new AbortController();
  const both = { signal: AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]) };
  const grow = (share: number) => {
    growing.grown();
    onProgress?.(share);
  };
  const made = ffmpeg.run(job, { ...both, onProgress: grow }).finally(growing.complete);
  const heard = hear({ stream: growing.stream }, both);
  try {
    return (await Promise.all([heard, made]))[0];
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled([heard, made]);
    throw error;
  }
}
