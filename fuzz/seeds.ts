import { embeddedFfmpeg, type Ffmpeg } from '@mobilise/media-processing/ffmpeg';
import type { Kind, Seed } from './kinds.ts';
import { pictureSeeds } from './picture-seeds.ts';
import { recordingSeeds } from './recording-seeds.ts';
import { textSeeds } from './text-seeds.ts';

/**
 * The whole files that everything starts from, made here and now, and the names of those that could not be made.
 *
 * @param ffmpeg the one of this machine; the embedded one is tried where it fails
 * @param wanted whether to make one, by its name
 */
export async function makeSeeds(
  folder: string,
  ffmpeg: Ffmpeg,
  wanted: (kind: Kind, name: string) => boolean,
): Promise<{ seeds: Seed[]; missing: string[] }> {
  const pictures = await pictureSeeds();
  const ffmpegs = ffmpeg.source === 'embedded' ? [ffmpeg] : [ffmpeg, embeddedFfmpeg()];
  const recordings = await recordingSeeds(folder, ffmpegs, wanted);
  const seeds = [...pictures.seeds, ...recordings.seeds, ...textSeeds].filter(({ kind, name }) => wanted(kind, name));
  return { seeds, missing: [...pictures.missing, ...recordings.missing] };
}
