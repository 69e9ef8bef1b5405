import type { Size } from '@mobilise/contracts/crops';

export const audiogramShapes = ['landscape', 'tall', 'square'] as const;
export type AudiogramShape = (typeof audiogramShapes)[number];

/** Pixels from the upper left corner. All are even, as H.264 likes them. */
interface Box extends Size {
  left: number;
  top: number;
}

/** Where everything stands in an audiogram. `size` of type is in pixels. */
export interface AudiogramLayout extends Size {
  cover: Box | undefined;
  title: Box & { size: number };
  subtitle: Box & { size: number };
  captions: Box & { size: number };
  wave: Box;
  align: 'left' | 'centre';
}

/** Pixels from bar to bar, of which `bar` are the bar; every waveform is a whole number of pitches wide. */
export const pitch = 12;
export const bar = 8;

/**
 * The layout of a shape. The square is larger than a film's, so that widths alone tell the shapes apart. Upright films keep clear of
 * their lowest sixth and their top, over which apps put their buttons.
 */
export function audiogramLayout(shape: AudiogramShape, { cover }: { cover: boolean }): AudiogramLayout {
  return shape === 'landscape' ? landscape(cover) : shape === 'square' ? square(cover) : tall(cover);
}

function landscape(cover: boolean): AudiogramLayout {
  const left = cover ? 644 : 96;
  const width = 1824 - left;
  return {
    ...{ width: 1920, height: 1080, align: 'left' },
    cover: cover ? { left: 96, top: 96, width: 484, height: 484 } : undefined,
    title: { left, top: 90, width, height: 150, size: 62 },
    subtitle: { left, top: 256, width, height: 44, size: 32 },
    captions: { left, top: 324, width, height: 320, size: 62 },
    wave: { left: 96, top: 712, width: 144 * pitch, height: 240 },
  };
}

function square(cover: boolean): AudiogramLayout {
  const left = cover ? 384 : 72;
  const width = 1128 - left;
  return {
    ...{ width: 1200, height: 1200, align: 'left' },
    cover: cover ? { left: 72, top: 72, width: 272, height: 272 } : undefined,
    title: { left, top: 68, width, height: 190, size: 56 },
    subtitle: { left, top: 268, width, height: 76, size: 32 },
    captions: { left: 72, top: 412, width: 1056, height: 400, size: 66 },
    wave: { left: 72, top: 884, width: 88 * pitch, height: 220 },
  };
}

function tall(cover: boolean): AudiogramLayout {
  const top = cover ? 760 : 300;
  return {
    ...{ width: 1080, height: 1920, align: 'centre' },
    cover: cover ? { left: 300, top: 236, width: 480, height: 480 } : undefined,
    title: { left: 84, top, width: 912, height: 150, size: 56 },
    subtitle: { left: 84, top: top + 170, width: 912, height: 44, size: 32 },
    captions: { left: 84, top: top + 250, width: 912, height: 330, size: 62 },
    wave: { left: 84, top: 1380, width: 76 * pitch, height: 200 },
  };
}
