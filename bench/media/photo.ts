import sharp from 'sharp';

/** 12 megapixels, what phones save. */
export const photoSize = { width: 4000, height: 3000 };

/**
 * Noise of several sizes, in pixels, laid over each other: from the sensor's grain to large soft shapes. What is fine has no
 * colour, as in photographs.
 */
const grains = [
  { size: 1, weight: 0.14, channels: 1 },
  { size: 3, weight: 0.03, channels: 1 },
  { size: 8, weight: 0.05, channels: 1 },
  { size: 32, weight: 0.15, channels: 3 },
  { size: 256, weight: 0.57, channels: 3 },
] as const;

/**
 * A JPEG that costs what a photograph costs: soft shapes, edges, texture and grain. The same at every run. About
 * 3.5 MB, as phones save it.
 */
export async function writePhoto(path: string): Promise<void> {
  const layers = await Promise.all(grains.map(layer));
  const data = Buffer.alloc(photoSize.width * photoSize.height * 3);
  for (let at = 0; at < data.length; at += 1) {
    let value = 0;
    for (const { pixels, weight, channels } of layers)
      value += weight * (pixels[channels === 3 ? at : Math.floor(at / 3)] ?? 0);
    data[at] = value;
  }
  await sharp(data, { raw: { ...photoSize, channels: 3 } })
    .composite([{ input: Buffer.from(edges), left: 0, top: 0 }])
    .jpeg({ quality: 92 })
    .toFile(path);
}

/** What is sharp in it. */
const edges = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="3000">${Array.from(
  { length: 60 },
  (_, at) => {
    const [x, y, r] = [(at * 677) % 4000, (at * 431) % 3000, 40 + ((at * 97) % 260)];
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="hsl(${(at * 53) % 360} 60% 50%)" opacity="0.6"/>`;
  },
).join('')}</svg>`;

async function layer({ size, weight, channels }: (typeof grains)[number], at: number) {
  const [width, height] = [Math.ceil(photoSize.width / size), Math.ceil(photoSize.height / size)];
  const pixels = await sharp(noise(width * height * channels, at + 1), { raw: { width, height, channels } })
    .resize(photoSize.width, photoSize.height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace(channels === 3 ? 'srgb' : 'b-w')
    .raw()
    .toBuffer();
  return { pixels, weight, channels };
}

/** Bytes at random, but the same at every run: a linear congruential generator (Numerical Recipes). */
function noise(length: number, seed: number): Buffer {
  const data = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
  return data;
}
