import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import { tone, wav } from '@mobilise/media-processing/ffmpeg-testing';
import type { Seed } from './kinds.ts';

/** Words for ffmpeg's encoder and muxer; where several are given, the first that this ffmpeg has is taken. */
interface Recipe {
  kind: 'audio' | 'video';
  type: string;
  ways: readonly string[];
}

const h264 = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p';

/** By name, for people. */
const recipes: Record<string, Recipe> = {
  'wav of 24 bits': { kind: 'audio', type: 'audio/wav', ways: ['-c:a pcm_s24le -ac 2 -f wav'] },
  rf64: { kind: 'audio', type: 'audio/wav', ways: ['-c:a pcm_s16le -rf64 always -f wav'] },
  mp3: {
    kind: 'audio',
    type: 'audio/mpeg',
    ways: ['-c:a libmp3lame -b:a 64k -id3v2_version 3 -metadata title=Vaccines -f mp3'],
  },
  m4a: { kind: 'audio', type: 'audio/mp4', ways: ['-c:a aac -b:a 64k -movflags +faststart -f ipod'] },
  aac: { kind: 'audio', type: 'audio/aac', ways: ['-c:a aac -b:a 64k -f adts'] },
  flac: { kind: 'audio', type: 'audio/flac', ways: ['-c:a flac -f flac'] },
  'ogg vorbis': {
    kind: 'audio',
    type: 'audio/ogg',
    ways: ['-c:a libvorbis -f ogg', '-c:a vorbis -ac 2 -strict -2 -f ogg'],
  },
  'ogg opus': { kind: 'audio', type: 'audio/ogg', ways: ['-c:a libopus -f ogg', '-c:a opus -strict -2 -f ogg'] },
  mp4: { kind: 'video', type: 'video/mp4', ways: [`${h264} -c:a aac -f mp4`] },
  'mp4 in fragments': {
    kind: 'video',
    type: 'video/mp4',
    ways: [`${h264} -c:a aac -movflags frag_keyframe+empty_moov -f mp4`],
  },
  mov: { kind: 'video', type: 'video/quicktime', ways: ['-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le -f mov'] },
  webm: {
    kind: 'video',
    type: 'video/webm',
    ways: ['-c:v libvpx -b:v 100k -c:a libopus -f webm', '-c:v libvpx -an -f webm'],
  },
  mkv: { kind: 'video', type: 'video/matroska', ways: [`${h264} -c:a flac -f matroska`] },
};

/**
 * Without dates and names of programs, so that the same ffmpeg gives the same bytes; with a comment that reads like a fault of
 * the machine, for which nobody may take it.
 */
const exact = [
  ...'-fflags +bitexact -flags:v +bitexact -flags:a +bitexact'.split(' '),
  ...['-metadata', 'comment=No space left on device'],
];

/**
 * A second of sound, and of film, in each container that is accepted; and the names of what none of these ffmpegs could make.
 *
 * @param wanted whether to make one, by its name
 */
export async function recordingSeeds(
  folder: string,
  ffmpegs: readonly Ffmpeg[],
  wanted: (kind: Seed['kind'], name: string) => boolean,
): Promise<{ seeds: Seed[]; missing: string[] }> {
  const sound = join(folder, 'sound.wav');
  const bytes = wav({ seconds: 1, rate: 22_050 }, tone(440));
  await writeFile(sound, bytes);
  const seeds: Seed[] = wanted('audio', 'wav') ? [{ kind: 'audio', name: 'wav', type: 'audio/wav', bytes }] : [];
  const missing: string[] = [];
  for (const [name, { kind, type, ways }] of Object.entries(recipes)) {
    if (!wanted(kind, name)) continue;
    const made = await first(ffmpegs.flatMap((ffmpeg) => ways.map((way) => () => make(ffmpeg, sound, kind, way))));
    if (made) seeds.push({ kind, name, type, bytes: made });
    else missing.push(name);
  }
  await rm(sound);
  return { seeds, missing };
}

async function make(ffmpeg: Ffmpeg, sound: string, kind: Recipe['kind'], way: string): Promise<Buffer> {
  const path = `${sound}.made`;
  try {
    const film = kind === 'video';
    await ffmpeg.run({
      inputs: [{ path: sound, format: 'wav' }],
      ...(film && { filters: 'testsrc=size=96x64:rate=10:duration=1[film]' }),
      outputs: [{ path, args: [...(film ? ['-map', '[film]'] : []), '-map', '0:a', ...exact, ...way.split(' ')] }],
      ...{ seconds: 10, maxBytes: 5_000_000, timeout: 60 },
    });
    return await readFile(path);
  } finally {
    await rm(path, { force: true });
  }
}

/** What the first of these gives that does not fail. */
async function first<T>(tries: readonly (() => Promise<T>)[]): Promise<T | undefined> {
  for (const one of tries)
    try {
      return await one();
    } catch {
      // Another encoder or another ffmpeg may have it.
    }
  return undefined;
}
