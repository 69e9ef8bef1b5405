import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AnalysedPart, analyse, highestOf, layoutOf, level } from './audio-analysis.ts';
import { type Encoded, encode } from './audio-encoding.ts';
import type { AudioFormat, AudioRecipe, Layout } from './audio-recipe.ts';
import { type Silence, silencesOf, warningsOf } from './audio-warnings.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import { decibels, highestPeak, targetLoudness } from './loudness.ts';
import type { Waveform } from './waveform.ts';

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

/** The share of the work, by time, that listening to the original is. */
const listening = 0.25;

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
    const within = (share: number) => onProgress?.(((index + share) / wanted.length) * listening);
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
      const from = listening + (index / recipe.formats.length) * (1 - listening);
      const span = (1 - listening) / recipe.formats.length;
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
