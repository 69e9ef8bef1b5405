import { createHash } from 'node:crypto';
import type { MediaKind } from '@mobilise/contracts/media';
import { type RenditionOptions, renditionsFor } from './renditions.ts';

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

/**
 * Names the pipeline of today of each kind: an upload whose files were made by another is made again. Sixteen hexadecimal
 * digits that follow from the specifications, so that changing one is all there is to do.
 */
export const pipelines: Record<MediaKind, string> = {
  image: nameOf(samples.map(([image, options]) => renditionsFor(image, options).map(({ spec }) => spec))),
  audio: nameOf('none'),
  video: nameOf('none'),
};

function nameOf(specifications: unknown): string {
  return createHash('sha256').update(JSON.stringify(specifications)).digest('hex').slice(0, 16);
}
