import { createHash } from 'node:crypto';
import type { MediaKind } from '@mobilise/contracts/media';
import { mixing } from './audio-recipe.ts';
import { firstSetting, highestPeak, targetLoudness } from './loudness.ts';
import { type RenditionOptions, renditionsFor } from './renditions.ts';
import { type Film, filmShapes, type VideoPurpose, videoRenditions } from './video.ts';
import { pointsPerSecond } from './waveform.ts';

/** Pictures and options that between them take every specification of pictures. */
const samples: [Parameters<typeof renditionsFor>[0], RenditionOptions][] = [
  [{ width: 4000, height: 3000 }, {}],
  [
    { width: 4000, height: 3000 },
    { focalPoint: { x: 0.2, y: 0.8 }, artwork: true },
  ],
  [{ width: 3000, height: 3000, frames: 10 }, { artwork: true }],
  [{ width: 3000, height: 4000 }, { fit: 'pad' }],
];

const pictures = samples.map(([image, options]) => renditionsFor(image, options).map(({ spec }) => spec));

/** A part of a recording. */
const sample = {
  path: 'in',
  format: 'wav',
  start: 1000,
  end: 9000,
  channels: 2,
  sides: 'same',
  duration: 8000,
} as const;

/** A recording between two others, in every layout and format. */
const mixings = (['mono', 'stereo'] as const).flatMap((layout) =>
  (['mp3', 'm4a'] as const).map((format) =>
    mixing(
      [1, 2, 3].map((gain) => ({ ...sample, gain })),
      { format, path: format },
      { layout, setting: firstSetting, peak: 6 },
    ),
  ),
);

/** A film as cameras make them: not good as it is. */
const camera: Film = {
  ...{ path: 'in', format: 'mov', bytes: 2 ** 30, duration: 10_000 },
  video: {
    ...{ codec: 'hevc', width: 3840, height: 2160, square: true, pixelFormat: 'yuv420p', interlaced: false },
    ...{ fps: 25, steady: true, rotation: 0, hdr: false },
  },
  audio: { codec: 'aac', channels: 2, sampleRate: 48_000 },
};
const filmed: VideoPurpose[] = [
  'poster',
  'preview',
  'film',
  'film-small',
  ...(Object.keys(filmShapes) as VideoPurpose[]),
];

const hearing = [mixings, targetLoudness, highestPeak, pointsPerSecond];

/**
 * Names the pipeline of today of each kind: an upload whose files were made by another is made again. Sixteen hexadecimal
 * digits that follow from the specifications, so that changing one is all there is to do.
 */
export const pipelines: Record<MediaKind, string> = {
  image: nameOf(pictures),
  audio: nameOf(hearing),
  // Thumbnails are those of pictures, and sound is that of recordings.
  video: nameOf([videoRenditions(camera, filmed).map(({ spec }) => spec), pictures, hearing]),
};

function nameOf(specifications: unknown): string {
  return createHash('sha256').update(JSON.stringify(specifications)).digest('hex').slice(0, 16);
}
