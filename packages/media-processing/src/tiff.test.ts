import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderImage } from './image.ts';
import { inspectImage, openImage } from './inspect.ts';
import { renditionsFor } from './renditions.ts';
import { loadSharp, type SharpModule } from './sharp.ts';
import { type TiffPage, tags, tiff } from './tiff-testing.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiff-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

async function saved(data: Uint8Array): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, data);
  return path;
}
const brick = [180, 90, 60];
const page = {
  width: 60,
  height: 40,
  pixels: Buffer.from(
    Array(60 * 40)
      .fill(brick)
      .flat(),
  ),
} satisfies TiffPage;

/** The JPEG that is published of it, and the colour in its middle. */
async function published(path: string) {
  const image = await openImage(path);
  const [jpeg] = renditionsFor(image.facts).filter(
    ({ purpose, format }) => purpose === 'responsive' && format === 'jpeg',
  );
  if (!jpeg) throw new Error('nothing to make');
  let made: Buffer = Buffer.of();
  await renderImage(image, [jpeg], ({ data }) => {
    made = data;
  });
  const { width, height, channels, exif, icc, xmp } = await sharp(made).metadata();
  const middle = sharp(made).extract({ left: width >> 1, top: height >> 1, width: 1, height: 1 });
  return {
    facts: { width, height, channels },
    metadata: { exif, icc, xmp },
    colour: [...(await middle.raw().toBuffer())],
  };
}
const near = (colour: readonly number[], within: number) =>
  colour.map((value) => expect.toSatisfy((seen: number) => Math.abs(seen - value) <= within));

describe('a TIFF is published in its own colours', () => {
  const { width, height } = page;
  const clay = sharpOf([150, 120, 105]);
  test.each<[string, number[], number, () => Buffer | Promise<Buffer>]>([
    ['as scanners write it', brick, 4, () => tiff([page])],
    ['with the large end first', brick, 4, () => tiff([page], { bigEndian: true })],
    ['of which the first page is taken', brick, 4, () => tiff([page, { width: 9, height: 900 }, page])],
    [
      'with what Photoshop keeps for itself',
      brick,
      4,
      () =>
        tiff([
          {
            ...page,
            fields: { 34377: Buffer.from('8BIM'), 37724: Buffer.from('Adobe Photoshop Document'), 60000: [1] },
          },
        ]),
    ],
    [
      'with 16 bits a channel',
      brick,
      4,
      () =>
        tiff([
          {
            ...page,
            bits: 16,
            pixels: Buffer.from(
              new Uint16Array(
                Array(width * height)
                  .fill(brick)
                  .flat(),
              ).map((value) => value * 257).buffer,
            ),
          },
        ]),
    ],
    [
      'in CMYK',
      [150, 120, 105],
      10,
      async () => (await clay()).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
    ],
    [
      'in Display P3, compressed in tiles, with smaller copies of itself',
      [150, 120, 105],
      4,
      async () =>
        (await clay()).withIccProfile('p3').tiff({ compression: 'deflate', tile: true, pyramid: true }).toBuffer(),
    ],
  ])('%s', async (_how, colour, within, make) => {
    const { facts, colour: seen } = await published(await saved(await make()));
    expect(facts).toEqual({ width, height, channels: 3 });
    expect(seen).toEqual(near(colour, within));
  });

  function sharpOf([r = 0, g = 0, b = 0]: readonly number[]) {
    return async () => (await loadSharp())({ create: { width: 60, height: 40, channels: 3, background: { r, g, b } } });
  }

  test('upright, and without what it says of its maker', async () => {
    const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/">Amira, 51° 30′ N</x:xmpmeta>');
    const data = tiff([{ ...page, fields: { [tags.orientation]: [6], 700: xmp } }]);
    expect((await sharp(data).metadata()).xmp?.toString()).toContain('Amira');
    const path = await saved(data);
    expect(await inspectImage(path, 'image/tiff')).toMatchObject({
      width: 40,
      height: 60,
      orientationApplied: true,
      frames: 1,
    });
    const { facts, metadata } = await published(path);
    expect(facts).toEqual({ width: 40, height: 60, channels: 3 });
    expect(metadata).toEqual({});
  });
});

describe('a TIFF that nobody should open is refused for little', () => {
  const tiles = (side: number) => ({
    ...{ [tags.tileWidth]: [side], [tags.tileLength]: [side], [tags.tileOffsets]: [8], [tags.tileBytes]: [600] },
    ...{ [tags.rowsPerStrip]: null, [tags.stripOffsets]: null, [tags.stripBytes]: null },
  });
  const zeros = (bytes: number) => ({ pixels: deflateSync(Buffer.alloc(bytes)), fields: { [tags.compression]: [8] } });
  const pages = (count: number) => Array.from({ length: count }, () => ({ width: 1, height: 1 }));
  const lab = { ...page, fields: { [tags.photometric]: [8] } };
  const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [index + 1000, [1]]));

  test.each<[string, string, RegExp, () => Buffer]>([
    [
      'says that it is vast',
      'too_many_pixels',
      /million/,
      () => tiff([{ ...page, fields: { [tags.width]: [60_000], [tags.height]: [60_000] } }]),
    ],
    [
      'says that it has all the pixels there are',
      'corrupt',
      /damaged/,
      () => tiff([{ ...page, fields: { [tags.width]: [2 ** 32 - 1], [tags.height]: [2 ** 32 - 1] } }]),
    ],
    [
      'has fewer pixels than it says',
      'corrupt',
      /damaged/,
      () => tiff([{ ...page, fields: { [tags.width]: [7000], [tags.height]: [7000] } }]),
    ],
    [
      'unpacks to more pixels than it says',
      'too_many_pixels',
      /million/,
      () => tiff([{ width: 20_000, height: 5000, ...zeros(1_000_000) }]),
    ],
    ['has vast tiles', 'corrupt', /damaged/, () => tiff([{ ...page, fields: tiles(2 ** 20) }])],
    ['goes on with itself', 'type_unsupported', /pages/, () => tiff([page], { next: 0 })],
    ['goes on in a circle', 'type_unsupported', /pages/, () => tiff([page, page, page], { next: 1 })],
    ['has pages without end', 'type_unsupported', /pages/, () => tiff(pages(100_000))],
    ['has fields without end', 'corrupt', /damaged/, () => tiff([{ ...page, fields: many }])],
    [
      'has sixty channels',
      'type_unsupported',
      /flattened/,
      () =>
        tiff([
          { ...page, samples: 60, pixels: Buffer.alloc(144_000), fields: { [tags.extraSamples]: Array(57).fill(0) } },
        ]),
    ],
    [
      'has channels for a printer',
      'type_unsupported',
      /flattened/,
      () => tiff([{ ...page, samples: 6, pixels: Buffer.alloc(14_400), fields: { [tags.extraSamples]: [0, 0, 0] } }]),
    ],
    [
      'has 32 bits a channel',
      'type_unsupported',
      /16 bits/,
      () => tiff([{ ...page, bits: 32, pixels: Buffer.alloc(28_800), fields: { 339: [3, 3, 3] } }]),
    ],
    ['is in Lab', 'type_unsupported', /Lab/, () => tiff([lab])],
    ['says nothing of itself', 'corrupt', /damaged/, () => Buffer.from('II*\0\b\0\0\0')],
    ['begins beyond its end', 'corrupt', /damaged/, () => Buffer.from('MM\0*\x7f\xff\xff\xff', 'latin1')],
  ])('that %s', async (_what, code, words, make) => {
    const path = await saved(make());
    const before = process.cpuUsage();
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: `media_${code}`,
      detail: expect.stringMatching(words),
    });
    // By the work that it took: on a busy machine the clock says little.
    expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
  });

  test('a thousand pages are opened', async () => {
    expect(await inspectImage(await saved(tiff([page, ...pages(999)])))).toMatchObject({
      width: 60,
      height: 40,
      frames: 1,
    });
  });

  test('a BigTIFF, which nothing as small as an upload needs', async () => {
    const path = join(folder, 'big');
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .tiff({ bigtiff: true })
      .toFile(path);
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: 'media_type_unsupported',
      detail: expect.stringContaining('BigTIFF'),
    });
  });

  test('cut short or with bits flipped, wherever that is', async () => {
    const made = sharp({
      create: {
        width: 90,
        height: 60,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    });
    const whole = await made.tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer();
    for (let share = 0.05; share < 1; share += 0.1)
      await expect(inspectImage(await saved(whole.subarray(0, whole.length * share)))).rejects.toMatchObject({
        code: 'media_corrupt',
      });
    const flipped = Buffer.from(whole);
    for (let at = 500; at < flipped.length - 400; at += 97) flipped[at] = (flipped[at] ?? 0) ^ 0x55;
    await expect(inspectImage(await saved(flipped))).rejects.toMatchObject({ code: 'media_corrupt' });
  });
});
