import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from './ffmpeg.ts';
import { tone, wav } from './ffmpeg-testing.ts';
import { describe } from './probed.ts';
import { loadSharp } from './sharp.ts';
import type { Film } from './video.ts';

export interface Recipe {
  /** Chains of filters that end in `[v]`; without them, 160 × 88 pixels of four blocks of colour, 25 frames a second. */
  pictures?: string;
  seconds?: number;
  /** Hertz; null for none. */
  sound?: number | null;
  args?: string[];
  container?: 'mp4' | 'mov' | 'matroska';
}

/** Red, lime, blue and white, from the upper left in reading order: 80 × 44 pixels each. */
const blocks = (seconds: number) =>
  ['red', 'lime', 'blue', 'white'].map((colour, at) => `color=${colour}:s=80x44:r=25:d=${seconds}[c${at}]`).join(';') +
  ';[c0][c1]hstack[upper];[c2][c3]hstack[lower];[upper][lower]vstack[v]';

/** Films of a colour that changes with every frame: frame n has n × 5 as its luma, so each can be told by its looks. */
export const counting = (seconds: number, rate = 25) =>
  `color=black:s=160x90:r=${rate}:d=${seconds},geq=lum=N*5:cb=128:cr=128[v]`;

/** Makes a small film, as a camera would that knows only x264 and AAC. */
export async function makeFilm(
  ffmpeg: Ffmpeg,
  folder: string,
  name: string,
  { seconds = 2, pictures = blocks(seconds), sound = 440, args = [], container = 'mp4' }: Recipe = {},
): Promise<Film> {
  const [tune, path] = [join(folder, `${name}.wav`), join(folder, name)];
  await writeFile(tune, wav({ seconds }, tone(sound ?? 440, 0.05)));
  await ffmpeg.run({
    inputs: [{ path: tune, format: 'wav' }],
    filters: pictures,
    outputs: [
      {
        path,
        args: [
          ...['-map', '[v]', ...(sound ? ['-map', '0:a', '-c:a', 'aac'] : ['-an'])],
          ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '10', '-pix_fmt', 'yuv420p'],
          ...args,
          ...['-f', container],
        ],
      },
    ],
    ...{ seconds: seconds + 1, maxBytes: 100_000_000, timeout: 60 },
  });
  return filmAt(ffmpeg, path, container === 'matroska' ? 'matroska' : 'mov');
}

/** What there is to know of a film. */
export async function filmAt(ffmpeg: Ffmpeg, path: string, format: Film['format'] = 'mov'): Promise<Film> {
  const { video, audio, claimed = 0 } = describe(await ffmpeg.probe(path, format));
  if (!video) throw new Error('There are no pictures');
  return { path, format, bytes: 100_000, duration: claimed, video, audio };
}

/** One frame, to be looked at: `pixel` answers red, green and blue of a place, 0..1 from the upper left. */
export async function frameAt(ffmpeg: Ffmpeg, path: string, seconds: number) {
  const chunks: Buffer[] = [];
  await ffmpeg.run({
    inputs: [{ path, format: 'mov', args: seconds > 0 ? ['-ss', String(seconds)] : [] }],
    outputs: [{ take: (chunk) => chunks.push(chunk), args: ['-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe'] }],
    ...{ seconds: 3600, maxBytes: 0, timeout: 60 },
  });
  const sharp = await loadSharp();
  const { data, info } = await sharp(Buffer.concat(chunks)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number): [number, number, number] => {
    const at = (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) * info.channels;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
  return { width: info.width, height: info.height, data, pixel };
}

/** A film with so much in its pictures that a flipped bit of them is noticed. */
export const noisy = {
  pictures: 'testsrc2=s=160x88:r=25:d=1,noise=alls=12:all_seed=1:allf=t[v]',
  seconds: 1,
  args: ['-preset', 'veryfast', '-crf', '20'],
};

/** The same bytes with a bit in every five hundred flipped behind the header: always the same ones. */
export function flipBits(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  const [from, to] = [Math.floor(bytes.length * 0.2), Math.floor(bytes.length * 0.8)];
  for (let at = from; at < to; at += 499) flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
  return flipped;
}
