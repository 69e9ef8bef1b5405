import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AnalysedPart, analyse, highestOf, layoutOf, level, listen, passLimits } from './audio-analysis.ts';
import { type AudioFormat, type AudioRecipe, type Layout, mixing, publishedRate } from './audio-recipe.ts';
import { type Silence, silencesOf, warningsOf } from './audio-warnings.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import { correction, decibels, firstSetting, highestPeak, targetLoudness } from './loudness.ts';
import { type Waveform, waveformOf } from './waveform.ts';

export interface RenderedAudio {
  files: AudioFile[];
  layout: Layout;
  /** Milliseconds of the mix. */
  duration: number;
  /** Of the mix, as it is heard: from the first file. */
  waveform: Waveform;
  /** The programme before anything was done to it: LUFS, LU, dBTP. */
  original: { loudness: number; range: number; truePeak: number };
  /** Of the programme, in seconds from where it was trimmed to. */
  silences: Silence[];
  /** Sentences for the person who recorded it. */
  warnings: string[];
}

export interface AudioFile {
  format: AudioFormat;
  path: string;
  bytes: number;
  /** LUFS and dBTP of the encoded file, measured. */
  loudness: number;
  truePeak: number;
}

/** Encodings of a mix until one is good. What takes more cannot be helped by more. */
const tries = 4;
/** No published rendition is larger: six hours at 128 kbit/s and some. */
const maxBytes = 2 ** 30;
/** Shares of the work by time: listening, then each encoding with listening to it. */
const shares = { analysis: 0.2, encoding: 0.75 };

/**
 * Makes a programme ready to publish: every part as loud as it should be, joined, limited, encoded; then what was encoded is
 * measured, and encoded again with a better gain until it is within half a unit of its target and no peak passes −1 dBTP.
 *
 * @param to where each format goes; a file there is replaced when its successor is complete
 * @throws MediaError `media_silent`; as `Ffmpeg.run`
 */
export async function renderAudio(
  ffmpeg: Ffmpeg,
  recipe: AudioRecipe,
  to: Partial<Record<AudioFormat, string>>,
  { signal, onProgress }: RunOptions = {},
): Promise<RenderedAudio> {
  const wanted = [recipe.intro, recipe.programme, recipe.outro].filter((part) => part !== undefined);
  const parts: AnalysedPart[] = [];
  for (const [index, part] of wanted.entries()) {
    const within = (share: number) => onProgress?.(((index + share) / wanted.length) * shares.analysis);
    parts.push(await analyse(ffmpeg, part, { ...(signal && { signal }), onProgress: within }));
  }
  const layout = layoutOf(parts);
  const levelled = parts.map((part) => level(part, layout));
  const duration = levelled.reduce((sum, part) => sum + part.duration, 0);
  const plan = { ffmpeg, levelled, layout, duration, peak: highestOf(parts, levelled) };

  const [first = 'mp3'] = recipe.formats;
  const beside = await mkdtemp(join(dirname(to[first] ?? ''), '.audio-'));
  try {
    const made: Encoded[] = [];
    for (const [index, format] of recipe.formats.entries()) {
      const from = shares.analysis + (index / recipe.formats.length) * (1 - shares.analysis);
      const span = (1 - shares.analysis) / recipe.formats.length;
      const within = (share: number) => onProgress?.(from + share * span);
      made.push(await encode(plan, format, join(beside, format), { ...(signal && { signal }), onProgress: within }));
    }
    const files: AudioFile[] = [];
    for (const { format, path, loudness, truePeak } of made) {
      const target = to[format];
      if (!target) throw new Error(`Nothing says where the ${format} goes`);
      await rename(path, target);
      files.push({ format, path: target, bytes: (await stat(target)).size, loudness, truePeak });
    }
    onProgress?.(1);
    const [heard] = made;
    const programme = parts[recipe.intro ? 1 : 0];
    if (!heard || !programme) throw new Error('A recipe needs a format');
    return {
      ...{ files, layout, duration: Math.round(duration), waveform: heard.waveform },
      original: {
        ...{ loudness: programme.integrated, range: programme.range },
        truePeak: decibels(programme.measured.truePeak),
      },
      ...{ silences: silencesOf(programme), warnings: [...warningsOf(programme), ...made.flatMap(shortOf(layout))] },
    };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

interface Plan {
  ffmpeg: Ffmpeg;
  levelled: Parameters<typeof mixing>[0];
  layout: Layout;
  duration: number;
  peak: number;
}

interface Encoded {
  format: AudioFormat;
  path: string;
  loudness: number;
  truePeak: number;
  waveform: Waveform;
}

/** Encodes until the file is good, and answers the last. */
async function encode(plan: Plan, format: AudioFormat, path: string, options: RunOptions): Promise<Encoded> {
  const { ffmpeg, levelled, layout, duration, peak } = plan;
  const channels = layout === 'stereo' ? 2 : 1;
  const inFormat = format === 'mp3' ? 'mp3' : 'mov';
  let setting = firstSetting;
  for (let attempt = 1; ; attempt += 1) {
    // Each attempt has half of what is left: how many there will be nobody knows.
    const [from, span] = [1 - 0.5 ** (attempt - 1), 0.5 ** attempt];
    const part = (begin: number, size: number): RunOptions => ({
      ...options,
      onProgress: (share) => options.onProgress?.(from + span * (begin + size * share)),
    });
    const job = mixing(levelled, [{ format, path }], { layout, setting, peak });
    await ffmpeg.run({ ...job, ...passLimits, maxBytes, expected: duration }, part(0, shares.encoding));
    const heard = await listen(
      ffmpeg,
      { path, format: inFormat },
      { channels, sampleRate: publishedRate, expected: duration, encoded: true },
      part(shares.encoding, 1 - shares.encoding),
    );
    const integrated = heard.loudness.integrated ?? Number.NEGATIVE_INFINITY;
    const truePeak = decibels(heard.measured.truePeak);
    const better = correction(setting, { integrated, truePeak }, targetLoudness[layout]);
    if (!better || attempt === tries || !Number.isFinite(integrated))
      return { format, path, loudness: integrated, truePeak, waveform: waveformOf(heard.measured) };
    setting = better;
  }
}

/** What the file lacks of what was promised, in words. */
const shortOf =
  (layout: Layout) =>
  ({ format, loudness, truePeak }: Encoded): string[] => {
    const name = format.toUpperCase();
    return [
      ...(Math.abs(loudness - targetLoudness[layout]) > 1
        ? [
            `The ${name} came out at ${loudness.toFixed(1).replace('-', '−')} LUFS, not at ${String(targetLoudness[layout]).replace('-', '−')}: its peaks are too far above the rest. Compress it before uploading.`,
          ]
        : []),
      ...(truePeak > highestPeak
        ? [
            `The peaks of the ${name} reach ${truePeak.toFixed(1).replace('-', '−')} dBTP and may distort on some players.`,
          ]
        : []),
    ];
  };
