import type { FfmpegInput, FfmpegOutput, InputFormat } from './ffmpeg-job.ts';
import type { Setting } from './loudness.ts';

/** What of a recording is wanted, in milliseconds. */
export interface Cut {
  start?: number;
  end?: number;
}

/** A file with sound, and what of it is wanted. */
export interface AudioPart extends Cut {
  path: string;
  format: InputFormat;
}

/** What is to be made: a programme, with what comes before and after it, each as loud as the others. */
export interface AudioRecipe {
  programme: AudioPart;
  intro?: AudioPart;
  outro?: AudioPart;
  formats: readonly AudioFormat[];
}

export type AudioFormat = 'mp3' | 'm4a';
export type Layout = 'mono' | 'stereo';

/** A part whose loudness is known: the gain in dB that brings it to the target, and which of its sides to take. */
export interface LevelledPart extends AudioPart {
  gain: number;
  channels: 1 | 2;
  sides: 'different' | 'same' | 'left' | 'right';
  /** Milliseconds of what is wanted of it. */
  duration: number;
}

/** Hertz of what we publish: every player takes it. */
export const publishedRate = 44_100;
/** Four times as much, at which a limiter sees what lies between samples. */
const oversampled = 4 * publishedRate;
/** Hertz: the rate that holds what encoding keeps. */
const keptRate = 34_000;
/** Seconds of the fades where parts meet: too short to hear, long enough not to click. */
const declick = 0.01;

const encoders: Record<AudioFormat, (layout: Layout) => string[]> = {
  mp3: (layout) => ['-c:a', 'libmp3lame', '-b:a', layout === 'stereo' ? '128k' : '80k', '-f', 'mp3'],
  m4a: (layout) => [
    '-c:a',
    'aac',
    '-b:a',
    layout === 'stereo' ? '128k' : '80k',
    '-movflags',
    '+faststart',
    '-f',
    'ipod',
  ],
};

/**
 * The arguments that measure sound: its loudness among the messages, its samples as floats to `take`.
 *
 * @param encoded whether it is what we made. Of an original only what survives encoding is measured: MP3 at these rates ends at
 *   17 kHz, and a hissing voice would otherwise come out half a unit too quiet and be encoded twice.
 */
export function measuring(sound: FfmpegInput & Cut, channels: 1 | 2, take: (chunk: Buffer) => void, encoded: boolean) {
  const chain = [...trim(sound), `aformat=channel_layouts=${channels === 2 ? 'stereo' : 'mono'}`].join(',');
  const meter = 'ebur128=framelog=verbose';
  return {
    inputs: [sound],
    filters: encoded
      ? `[0:a:0]${chain},${meter}[samples]`
      : `[0:a:0]${chain},asplit=2[samples][whole];[whole]aresample=${keptRate},${meter},anullsink`,
    // Not flushed packet by packet: a fourth of the writes, and half of the time.
    outputs: [
      { take, args: ['-map', '[samples]', '-c:a', 'pcm_f32le', '-flush_packets', '0', '-f', 'f32le'] },
    ] satisfies FfmpegOutput[],
  };
}

/**
 * The arguments that make the mix in a format.
 *
 * @param peak the highest point of any part at its gain, in dBTP: a limiter is only there when something would reach it
 */
export function mixing(
  parts: readonly LevelledPart[],
  { format, path }: { format: AudioFormat; path: string },
  { layout, setting, peak }: { layout: Layout; setting: Setting; peak: number },
) {
  const chains = parts.map((part, index) => `[${index}:a:0]${levelled(part, layout, parts.length > 1)}[part${index}]`);
  const joined = parts.map((_, index) => `[part${index}]`).join('');
  const join = parts.length > 1 ? `concat=n=${parts.length}:v=0:a=1,` : '';
  const master = [
    `volume=${db(setting.gain)}`,
    ...(peak + setting.gain > setting.ceiling ? limiter(setting.ceiling) : []),
  ];
  return {
    inputs: parts,
    filters: [...chains, `${joined}${join}${master.join(',')}[mix]`].join(';'),
    outputs: [{ path, args: ['-map', '[mix]', '-ar', String(publishedRate), ...encoders[format](layout)] }],
  };
}

function levelled(part: LevelledPart, layout: Layout, meets: boolean): string {
  const end = part.duration / 1000;
  return [
    ...trim(part),
    ...sideways(part, layout),
    `aresample=${publishedRate}`,
    `aformat=sample_fmts=fltp:channel_layouts=${layout}`,
    `volume=${db(part.gain)}`,
    ...(meets ? [`afade=t=in:d=${declick}`, `afade=t=out:st=${Math.max(0, end - declick)}:d=${declick}`] : []),
  ].join(',');
}

function trim({ start, end }: Cut): string[] {
  if (start === undefined && end === undefined) return [];
  const bounds = [
    ...(start === undefined ? [] : [`start=${start / 1000}`]),
    ...(end === undefined ? [] : [`end=${end / 1000}`]),
  ];
  // Sound that begins after the pictures, or has holes, keeps its times.
  return ['aresample=async=1:first_pts=0', `atrim=${bounds.join(':')}`, 'asetpts=PTS-STARTPTS'];
}

/**
 * The channels of a part that sounds on one side, on both the same, or in one channel to begin with. ffmpeg's own mixing from one
 * to two would change the level.
 */
function sideways({ channels, sides }: LevelledPart, layout: Layout): string[] {
  if (channels === 2 && sides === 'different') return [];
  const side = sides === 'right' ? 'c1' : 'c0';
  const pan = layout === 'mono' ? `pan=mono|c0=${side}` : `pan=stereo|c0=${side}|c1=${side}`;
  return channels === 2 ? ['aformat=channel_layouts=stereo', pan] : [pan];
}

function limiter(ceiling: number): string[] {
  const limit = (10 ** (ceiling / 20)).toFixed(5);
  return [
    `aresample=${oversampled}`,
    `alimiter=limit=${limit}:attack=5:release=50:level=0`,
    `aresample=${publishedRate}`,
  ];
}

const db = (value: number) => `${value.toFixed(2)}dB`;
