import { embeddedFfmpeg, type Ffmpeg, openFfmpeg } from './ffmpeg.ts';

/** Every ffmpeg that tests can run on: the embedded one always, the system's where there is one. */
export async function everyFfmpeg(): Promise<Ffmpeg[]> {
  const found = await openFfmpeg();
  return found.source === 'embedded' ? [found] : [embeddedFfmpeg(), found];
}

/**
 * A WAV file of 16 bits.
 *
 * @param sample the value, −1 to 1, of a channel at a time in seconds
 */
export function wav(
  { seconds, rate = 44_100, channels = 1 }: { seconds: number; rate?: number; channels?: number },
  sample: (time: number, channel: number) => number,
): Buffer {
  const frames = Math.round(seconds * rate);
  const block = channels * 2;
  const data = Buffer.alloc(44 + frames * block);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + frames * block, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(channels, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(rate * block, 28);
  data.writeUInt16LE(block, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(frames * block, 40);
  for (let frame = 0; frame < frames; frame += 1)
    for (let channel = 0; channel < channels; channel += 1) {
      const value = Math.max(-1, Math.min(1, sample(frame / rate, channel)));
      data.writeInt16LE(Math.round(value * 32_767), 44 + frame * block + channel * 2);
    }
  return data;
}

/** A sine wave. */
export const tone =
  (hertz: number, level = 0.5) =>
  (time: number) =>
    level * Math.sin(2 * Math.PI * hertz * time);
