import type { Sharp } from 'sharp';

/** Pixels in memory, 8 bits a channel, sRGB, upright, without metadata. */
export interface RawImage {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Decodes at exactly this size. Imports nothing, because the program that draws SVG starts anew for each of them. */
export async function decodeRaw(image: Sharp, width: number, height: number): Promise<RawImage> {
  const { data, info } = await image
    .autoOrient()
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`decoded to ${info.channels} channels`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}
