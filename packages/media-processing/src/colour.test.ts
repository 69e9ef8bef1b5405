import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitBytes, renderImage } from './image.ts';
import { openImage } from './inspect.ts';
import { renditionsFor } from './renditions.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colour-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

const side = 32;
type Colour = readonly [number, number, number];
const plain = ([r, g, b]: Colour) =>
  sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } });

async function saved(name: string, data: Buffer): Promise<string> {
  await writeFile(join(folder, name), data);
  return join(folder, name);
}

/** What a reader sees in each format: the pixel in the middle, as sRGB. */
async function shown(path: string): Promise<Record<string, number[]>> {
  const image = await openImage(path);
  const seen: Record<string, number[]> = {};
  const responsive = renditionsFor(image.facts).filter(({ purpose }) => purpose === 'responsive');
  await renderImage(image, responsive, async ({ data, rendition }) => {
    const middle = sharp(data).extract({ left: side / 2, top: side / 2, width: 1, height: 1 });
    expect(await sharp(data).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 });
    expect((await sharp(data).metadata()).icc).toBeUndefined();
    seen[rendition.format] = [...(await middle.raw().toBuffer())];
  });
  const { data } = await fitBytes(path, { maxBytes: 1_000_000, maxWidth: side, maxHeight: side, format: 'jpeg' });
  seen.fitted = [...(await sharp(data).extract({ left: 9, top: 9, width: 1, height: 1 }).raw().toBuffer())];
  return seen;
}

async function expectShown(path: string, expected: Colour, within: number): Promise<void> {
  const seen = await shown(path);
  expect(Object.keys(seen)).toEqual(['jpeg', 'webp', 'avif', 'fitted']);
  for (const [format, colour] of Object.entries(seen))
    for (const [at, value] of expected.entries())
      expect(Math.abs((colour[at] ?? -999) - value), `${format} ${colour} for ${expected}`).toBeLessThanOrEqual(within);
}

const brick: Colour = [180, 90, 60];

describe('a picture with a colour profile is shown in the same colours as sRGB', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('Display P3 in a %s', async (format) => {
    const data = await plain(brick).withIccProfile('p3').toFormat(format, { quality: 100 }).toBuffer();
    const { icc } = await sharp(data).metadata();
    expect(icc?.length).toBeGreaterThan(100);
    // The numbers in the file are others: that is what the profile is for.
    const raw = await sharp(data, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((raw[0] ?? 0) - brick[0])).toBeGreaterThan(6);
    await expectShown(await saved(`p3.${format}`, data), brick, 4);
  });

  test('Adobe RGB', async () => {
    const profile = await saved('adobe.icc', adobeRgb());
    const data = await plain(brick)
      .withIccProfile(profile)
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const raw = await sharp(data, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((raw[0] ?? 0) - toAdobeRgb(brick)[0])).toBeLessThanOrEqual(3);
    expect(Math.abs((raw[0] ?? 0) - brick[0])).toBeGreaterThan(6);
    await expectShown(await saved('adobe.jpg', data), brick, 4);
  });

  test('CMYK, as printers send it', async () => {
    // Within what ink can show.
    const clay: Colour = [150, 120, 105];
    const data = await plain(clay).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(data).metadata()).space).toBe('cmyk');
    await expectShown(await saved('print.jpg', data), clay, 10);
  });

  test('16 bits a channel, in Display P3', async () => {
    const data = await plain(brick).toColourspace('rgb16').withIccProfile('p3').png().toBuffer();
    expect(await sharp(data).metadata()).toMatchObject({ depth: 'ushort' });
    await expectShown(await saved('deep.png', data), brick, 4);
  });

  test('16 bits a channel, without a profile', async () => {
    const data = await plain(brick).toColourspace('rgb16').png().toBuffer();
    await expectShown(await saved('deep-plain.png', data), brick, 4);
  });

  test.each(['b-w', 'grey16'] as const)('grey (%s)', async (space) => {
    const data = await plain([120, 120, 120]).toColourspace(space).png().toBuffer();
    expect((await sharp(data).metadata()).channels).toBe(1);
    await expectShown(await saved(`${space}.png`, data), [120, 120, 120], 3);
  });

  test('a damaged profile, which is left out', async () => {
    const jpeg = await plain(brick).withIccProfile('p3').jpeg({ quality: 100 }).toBuffer();
    const at = jpeg.indexOf('acsp');
    expect(at).toBeGreaterThan(0);
    jpeg.fill(0xff, at + 10, at + 90);
    await renderImage(
      await openImage(await saved('damaged.jpg', jpeg)),
      renditionsFor({ width: side, height: side }).slice(0, 1),
      ({ width }) => void expect(width).toBe(side),
    );
  });
});

describe('orientation', () => {
  // Red on the upper left, green on the upper right, blue below, as it should be shown.
  const wanted = ['red', 'green', 'blue'];
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%d is turned upright, and forgotten', async (orientation) => {
    const upright = await sharp({ create: { width: 96, height: 64, channels: 3, background: '#0000ff' } })
      .composite([
        { input: { create: { width: 48, height: 32, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
        { input: { create: { width: 48, height: 32, channels: 3, background: '#00ff00' } }, left: 48, top: 0 },
      ])
      .png()
      .toBuffer();
    const data = await stored(upright, orientation).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
    const image = await openImage(await saved(`turned-${orientation}.jpg`, data));
    expect(image.facts).toMatchObject({ width: 96, height: 64, orientationApplied: orientation !== 1 });
    const [jpeg] = renditionsFor(image.facts).filter(
      ({ purpose, format }) => purpose === 'responsive' && format === 'jpeg',
    );
    if (!jpeg) throw new Error('nothing to make');
    await renderImage(image, [jpeg], async ({ data }) => {
      const { orientation, exif } = await sharp(data).metadata();
      expect({ orientation, exif }).toEqual({});
      expect([await nameAt(data, 20, 16), await nameAt(data, 76, 16), await nameAt(data, 48, 50)]).toEqual(wanted);
    });
  });

  /** The pixels as a camera stores them that says by the number how to turn them back (EXIF 2.3, tag 0x0112). */
  function stored(upright: Buffer, orientation: number) {
    const image = sharp(upright);
    if (orientation === 2) return image.flop();
    if (orientation === 3) return image.rotate(180);
    if (orientation === 4) return image.flip();
    if (orientation === 5) return image.rotate(270).flop();
    if (orientation === 6) return image.rotate(270);
    if (orientation === 7) return image.rotate(90).flop();
    if (orientation === 8) return image.rotate(90);
    return image;
  }

  async function nameAt(data: Buffer, left: number, top: number): Promise<string | undefined> {
    const [r = 0, g = 0, b = 0] = await sharp(data).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
    return ['red', 'green', 'blue'][[r, g, b].indexOf(Math.max(r, g, b))];
  }
});

test('JPEG keeps full chroma from quality 80 up, in renditions and in what is fitted to a channel', async () => {
  const path = await saved('chroma.png', await plain(brick).png().toBuffer());
  const image = await openImage(path);
  await renderImage(image, renditionsFor(image.facts), async ({ data, rendition }) => {
    if (rendition.format === 'jpeg') expect((await sharp(data).metadata()).chromaSubsampling).toBe('4:4:4');
  });
  const { data } = await fitBytes(path, { maxBytes: 1_000_000, maxWidth: side, maxHeight: side, format: 'jpeg' });
  expect((await sharp(data).metadata()).chromaSubsampling).toBe('4:4:4');
});

/** Gamma of Adobe RGB (1998), section 4.3.1.2. */
const gamma = 563 / 256;

/** Primaries of Adobe RGB (1998) for the white point D50 that ICC profiles use, by columns X, Y, Z. */
const adobePrimaries = {
  rXYZ: [0.60974, 0.31111, 0.01947],
  gXYZ: [0.20528, 0.62567, 0.06087],
  bXYZ: [0.14919, 0.06322, 0.74457],
} as const;

/** A small version 2 matrix profile (ICC.1:2001-04). */
function adobeRgb(): Buffer {
  const fixed = (value: number) => int32(Math.round(value * 65_536));
  const xyz = (values: readonly number[]) => Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...values.map(fixed)]);
  const curve = Buffer.concat([Buffer.from('curv\0\0\0\0'), int32(1), Buffer.from([2, 51, 0, 0])]);
  const name = Buffer.from('Adobe-like\0');
  const description = Buffer.concat([Buffer.from('desc\0\0\0\0'), int32(name.length), name, Buffer.alloc(79)]);
  const tags: [string, Buffer][] = [
    ['desc', description],
    ['cprt', Buffer.from('text\0\0\0\0none\0\0\0\0')],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ...Object.entries(adobePrimaries).map(([tag, values]): [string, Buffer] => [tag, xyz(values)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let at = 128 + 4 + tags.length * 12;
  const [table, bodies]: [Buffer[], Buffer[]] = [[], []];
  for (const [tag, data] of tags) {
    const body = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    table.push(Buffer.from(tag), int32(at), int32(data.length));
    bodies.push(body);
    at += body.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02_10_00_00, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]).copy(header, 68);
  return Buffer.concat([header, int32(tags.length), ...table, ...bodies]);
}

function int32(value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeInt32BE(value);
  return data;
}

/** The numbers of Adobe RGB for a colour in sRGB, by the matrices of both for D65. */
function toAdobeRgb(colour: Colour): Colour {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
  const linear = [0.7152 * r + 0.2848 * g, g, 0.0412 * g + 0.9588 * b];
  return linear.map((value) => Math.round(255 * value ** (1 / gamma))) as unknown as Colour;
}
