import sharp from 'sharp';
import type { Seed } from './kinds.ts';

/** A gradient with a checked corner: something to compress, and the same every time. */
function pixels(width: number, height: number, channels: 3 | 4, shift = 0) {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      data[at] = (x * 2 + shift) & 255;
      data[at + 1] = (y * 3) & 255;
      data[at + 2] = ((x >> 3) ^ (y >> 3)) & 1 ? 200 : 40;
      if (channels === 4) data[at + 3] = 128 + ((x + y) & 127);
    }
  return sharp(data, { raw: { width, height, channels } });
}

const shades = Buffer.from(
  Array.from({ length: 48 * 32 * 3 * 4 }, (_, at) => (at * 7 + Math.floor(at / 4608) * 40) & 255),
);
/** Four frames, one below the other. */
const frames = () => sharp(shades, { raw: { width: 48, height: 128, channels: 3, pageHeight: 32 } });

const drawing = `<?xml version="1.0"?>
<!-- a sign -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 120">
<defs><linearGradient id="g"><stop offset="0" stop-color="#069"/><stop offset="1" stop-color="#fff"/></linearGradient>
<filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>
<rect width="160" height="120" fill="url(#g)"/><circle id="c" cx="40" cy="40" r="20" filter="url(#f)"/>
<use xlink:href="#c" x="60"/><path d="M10 100 L60 70 Q80 40 150 90 Z" fill="none" stroke="#c00"/>
<text x="20" y="110" font-size="14">Our clinic</text></svg>`;

const makers: Record<string, { type: string; make: () => Promise<Buffer> | Buffer }> = {
  jpeg: {
    type: 'image/jpeg',
    make: () => pixels(160, 120, 3).withMetadata({ orientation: 6 }).jpeg({ quality: 80 }).toBuffer(),
  },
  'progressive jpeg': {
    type: 'image/jpeg',
    make: () => pixels(96, 64, 3).toColourspace('cmyk').jpeg({ progressive: true }).toBuffer(),
  },
  png: { type: 'image/png', make: () => pixels(128, 96, 4).withIccProfile('srgb').png().toBuffer() },
  'palette png': { type: 'image/png', make: () => pixels(64, 64, 3).png({ palette: true, colours: 16 }).toBuffer() },
  webp: { type: 'image/webp', make: () => pixels(160, 100, 3).webp({ quality: 70 }).toBuffer() },
  'lossless webp': { type: 'image/webp', make: () => pixels(64, 64, 4).webp({ lossless: true }).toBuffer() },
  'animated webp': {
    type: 'image/webp',
    make: () =>
      frames()
        .webp({ delay: [100, 100, 100, 100] })
        .toBuffer(),
  },
  avif: { type: 'image/avif', make: () => pixels(96, 64, 3).avif({ effort: 0 }).toBuffer() },
  gif: { type: 'image/gif', make: () => pixels(80, 60, 3).gif().toBuffer() },
  'animated gif': { type: 'image/gif', make: () => frames().gif({ loop: 0 }).toBuffer() },
  tiff: {
    type: 'image/tiff',
    make: () => pixels(96, 64, 3).withMetadata({ orientation: 8 }).tiff({ compression: 'lzw' }).toBuffer(),
  },
  'tiff of tiles': {
    type: 'image/tiff',
    make: () =>
      pixels(160, 120, 4)
        .tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64, pyramid: true })
        .toBuffer(),
  },
  'tiff of ink': {
    type: 'image/tiff',
    make: () => pixels(64, 48, 3).toColourspace('cmyk').tiff({ compression: 'none' }).toBuffer(),
  },
  svg: { type: 'image/svg+xml', make: () => Buffer.from(drawing) },
  'svg with a picture': {
    type: 'image/svg+xml',
    make: async () => {
      const inside = (await pixels(64, 64, 3).png().toBuffer()).toString('base64');
      return Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><image width="64" height="64" href="data:image/png;base64,${inside}"/></svg>`,
      );
    },
  },
};

/** A small picture of every accepted type and of its variants that decoders treat apart, and the names of what could not be made. */
export async function pictureSeeds(): Promise<{ seeds: Seed[]; missing: string[] }> {
  const seeds: Seed[] = [];
  const missing: string[] = [];
  for (const [name, { type, make }] of Object.entries(makers))
    try {
      seeds.push({ kind: 'image', name, type, bytes: await make() });
    } catch (error) {
      missing.push(`${name} (${error instanceof Error ? error.message : error})`);
    }
  return { seeds, missing };
}
