import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { longestAudiogram } from '@mobilise/contracts/audiograms';
import type { Cue } from '@mobilise/contracts/captions/cue';
import { inkOn } from '@mobilise/contracts/colours';
import { renderAudio } from './audio.ts';
import { drawFront, drawGround, drawStrip, type Palette } from './audiogram-drawing.ts';
import { type AudiogramLayout, type AudiogramShape, audiogramLayout, pitch } from './audiogram-layout.ts';
import { moments, writeCards } from './caption-cards.ts';
import { MediaError } from './errors.ts';
import type { Ffmpeg, RunOptions } from './ffmpeg.ts';
import type { FfmpegInput, FfmpegJob, InputFormat } from './ffmpeg-job.ts';
import { patience } from './patience.ts';
import { pointsPerSecond } from './waveform.ts';

export interface Audiogram {
  audio: { path: string; format: InputFormat };
  /** Milliseconds of the audio; at most ten minutes. */
  start: number;
  end: number;
  /** The path of a picture that has passed inspection; none for an audiogram of words. */
  cover?: string | undefined;
  title: string;
  subtitle: string;
  /** Captions of the whole audio, in the order of their starts; empty for none. */
  cues: readonly Cue[];
  /** The team's, `#rrggbb`. */
  colour: string;
  shape: AudiogramShape;
}

/** What `width` and so on are of the file: MP4 with H.264 and AAC. */
export interface MadeAudiogram {
  path: string;
  format: 'mp4';
  width: number;
  height: number;
  /** Milliseconds. */
  duration: number;
  bytes: number;
}

/**
 * Makes a film of a part of a recording: its waveform moving past, its cover and title, and what is said. Its sound is levelled.
 *
 * @param work a folder in which the file is left; what is made on the way is gone
 * @throws MediaError `media_too_large` for more than ten minutes; `media_silent`; as `Ffmpeg.run`; the reason of `signal`
 */
export async function renderAudiogram(
  ffmpeg: Ffmpeg,
  audiogram: Audiogram,
  work: string,
  { signal, onProgress }: RunOptions = {},
): Promise<MadeAudiogram> {
  const { audio, start, end, shape } = audiogram;
  if (end - start > longestAudiogram)
    throw new MediaError('media_too_large', 'An audiogram has at most 10 minutes. Choose a shorter part.');
  const layout = audiogramLayout(shape, { cover: audiogram.cover !== undefined });
  const palette: Palette = { ground: audiogram.colour, ink: inkOn(audiogram.colour) };
  const path = join(work, `audiogram-${layout.width}.mp4`);
  const parts = join(work, `audiogram-${layout.width}`);
  const options = (from: number, span: number): RunOptions => ({
    ...(signal && { signal }),
    onProgress: (share) => onProgress?.(from + share * span),
  });
  await mkdir(parts);
  try {
    const sound = join(parts, 'sound.m4a');
    const { duration, waveform } = await renderAudio(
      ffmpeg,
      { programme: { ...audio, start, end }, formats: ['m4a'] },
      { m4a: sound },
      options(0, 0.2),
    );
    const drawn = {
      ground: join(parts, 'ground.png'),
      strip: join(parts, 'strip.png'),
      front: join(parts, 'front.png'),
    };
    await writeFile(drawn.ground, await drawGround(layout, audiogram, palette));
    await writeFile(drawn.strip, await drawStrip(waveform, layout, palette));
    await writeFile(drawn.front, await drawFront(layout, palette));
    const texts = moments(audiogram.cues, { start, end });
    const cards = texts.some(({ text }) => text) ? join(parts, 'cards') : undefined;
    const { captions } = layout;
    if (cards)
      await writeCards(
        ...([cards, texts] as const),
        {
          size: { width: captions.width, height: captions.height },
          lettering: { size: captions.size, weight: 'bold', colour: palette.ink, align: layout.align },
          place: 'top',
        },
        signal ? { signal } : {},
      );
    const job = audiogramJob({ ...drawn, sound, cards, layout, duration }, path);
    await ffmpeg.run({ ...job, ...patience(ffmpeg, job.seconds * moving, layout) }, options(0.2, 0.8));
    const { width, height } = layout;
    return { path, format: 'mp4', width, height, duration, bytes: (await stat(path)).size };
  } finally {
    await rm(parts, { recursive: true, force: true });
  }
}

/** The share of what a film of its size costs, of which most stands still. Measured: a twentieth. */
const moving = 0.1;

interface Drawn extends Record<'ground' | 'strip' | 'front' | 'sound', string> {
  cards: string | undefined;
  layout: AudiogramLayout;
  /** Milliseconds. */
  duration: number;
}

/** The arguments that put an audiogram together. A frame is a point of the waveform, so it moves by one bar each. */
function audiogramJob({ layout, duration, ...files }: Drawn, to: string): Omit<FfmpegJob, 'timeout'> {
  const seconds = duration / 1000;
  const { wave, captions } = layout;
  const stills: FfmpegInput[] = [files.ground, files.strip, files.front].map((path) => ({ path, format: 'png_pipe' }));
  // One picture, repeated for as long as there is sound.
  const still = `loop=loop=-1:size=1,setpts=N/${pointsPerSecond}/TB`;
  return {
    inputs: [
      ...stills,
      { path: files.sound, format: 'mov' },
      ...(files.cards ? [{ path: files.cards, format: 'matroska' } as const] : []),
    ],
    filters: [
      `[0:v]format=yuv420p,${still}[ground]`,
      // Widened before its colours are thinned out, so that bars stay sharp.
      `[1:v]${still},crop=${wave.width / pitch}:${wave.height}:n:0,scale=${wave.width}:${wave.height}:flags=neighbor,format=yuv420p[wave]`,
      `[ground][wave]overlay=${wave.left}:${wave.top}[moving]`,
      `[moving][2:v]overlay=${wave.left}:${wave.top}${files.cards ? '[bare]' : ',format=yuv420p[v]'}`,
      ...(files.cards ? [`[bare][4:v]overlay=${captions.left}:${captions.top},format=yuv420p[v]`] : []),
    ].join(';'),
    outputs: [
      {
        path: to,
        args: [
          ...[
            '-map',
            '[v]',
            '-map',
            '3:a:0',
            '-c:v',
            'libx264',
            '-preset',
            'veryfast',
            '-crf',
            '21',
            '-pix_fmt',
            'yuv420p',
          ],
          ...['-r', String(pointsPerSecond), '-g', String(10 * pointsPerSecond), '-c:a', 'copy', '-t', String(seconds)],
          ...['-movflags', '+faststart', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-f', 'mp4'],
        ],
      },
    ],
    ...{ seconds: seconds + 1, expected: duration, maxBytes: 2_000_000 + Math.ceil(seconds * 500_000) },
  };
}
