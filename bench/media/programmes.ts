import { wav } from '@mobilise/media-processing/ffmpeg-testing';

/** A programme as a function of time (seconds) and channel, between −1 and 1 and clipped there. */
export interface Programme {
  name: string;
  seconds: number;
  rate: number;
  channels: 1 | 2;
  sample: (time: number, channel: number) => number;
}

/** Noise that is the same at every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const wave = (hertz: number, time: number) => Math.sin(2 * Math.PI * hertz * time);

/** Syllables, four a second, with a breath every three seconds: a voice with its formants, and hiss in its consonants. */
function speech(level: number, pitch: number, seed: number): Programme['sample'] {
  const hiss = noise(seed);
  return (time) => {
    if (time % 3 > 2.4) return level * 0.002 * hiss();
    const syllable = Math.max(0, wave(2, time)) ** 0.6;
    const emphasis = 0.6 + 0.4 * wave(0.31, time);
    const glide = pitch * (1 + 0.1 * wave(0.7, time));
    const voice =
      wave(glide, time) + 0.5 * wave(glide * 4, time) + 0.25 * wave(glide * 9, time) + 0.12 * wave(glide * 17, time);
    const consonant = time % 0.5 > 0.44 ? 0.3 * hiss() : 0;
    return level * emphasis * (syllable * voice * 0.5 + consonant);
  };
}

/** Chords over a beat. */
function music(level: number, seed: number): Programme['sample'] {
  const drum = noise(seed);
  return (time, channel) => {
    const root = [220, 261.6, 196, 293.7][Math.floor(time / 2) % 4] ?? 220;
    const chord =
      wave(root, time) +
      wave(root * 1.26, time + channel * 0.0007) +
      wave(root * 1.5, time) +
      0.3 * wave(root * 4.01, time);
    return level * (0.22 * chord + Math.exp(-(time % 0.5) * 30) * 0.6 * drum());
  };
}

const whole = { seconds: 12, rate: 44_100 } as const;

const twoVoices = [speech(0.3, 110, 2), speech(0.2, 205, 3)];
const oneVoice = speech(0.3, 160, 8);
const calmVoice = speech(0.9, 125, 9);

/** What teams upload, and what goes wrong with it. */
export const programmes: Programme[] = [
  { ...whole, name: 'speech', channels: 1, sample: speech(0.4, 120, 1) },
  { ...whole, name: 'two voices in stereo', channels: 2, sample: (time, side) => twoVoices[side]?.(time, side) ?? 0 },
  { ...whole, name: 'music', channels: 2, sample: music(0.5, 4) },
  { ...whole, name: 'loud music', channels: 2, sample: music(1.4, 5) },
  { ...whole, name: 'quiet speech', channels: 1, sample: speech(0.008, 190, 6) },
  { ...whole, name: 'clipped speech', channels: 1, sample: speech(5, 140, 7) },
  {
    ...whole,
    name: 'the same on both sides',
    channels: 2,
    sample: (time) => 0.3 * wave(300, time) * (0.5 + 0.5 * wave(1.5, time)),
  },
  { ...whole, name: 'one silent side', channels: 2, sample: (time, side) => (side === 1 ? oneVoice(time, 0) : 0) },
  {
    ...whole,
    name: 'whispers and shouts',
    channels: 1,
    sample: (time) => (time % 6 < 4 ? 0.04 : 0.9) * calmVoice(time, 0),
  },
  { name: 'very short', seconds: 1, rate: 44_100, channels: 1, sample: speech(0.3, 150, 10) },
  { ...whole, name: 'a telephone', rate: 8000, channels: 1, sample: speech(0.3, 130, 11) },
  {
    ...whole,
    name: 'clicks over a murmur',
    rate: 48_000,
    channels: 2,
    sample: (time) => (time % 1 < 0.0005 ? 0.95 : 0.05 * calmVoice(time, 0)),
  },
];

export const silence: Programme = { ...whole, name: 'silence', channels: 2, sample: () => 0 };

/** The programme as a WAV file of 16 bits, repeated so often. */
export function wavOf(programme: Programme, times = 1): Buffer {
  const once = wav(programme, programme.sample);
  const sound = once.subarray(44);
  const whole = Buffer.concat([once, ...Array.from({ length: times - 1 }, () => sound)]);
  whole.writeUInt32LE(36 + sound.length * times, 4);
  whole.writeUInt32LE(sound.length * times, 40);
  return whole;
}
