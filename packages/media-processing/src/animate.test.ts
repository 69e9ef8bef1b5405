import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Rendered, renderImage } from './image.ts';
import { inspectImage, openImage } from './inspect.ts';
import { animationLimits } from './limits.ts';
import { type Rendition, renditionsFor } from './renditions.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'animate-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

const colours = ['#ff0000', '#00ff00', '#0000ff'];
const frame = { width: 60, height: 40 };

/** Red, green and blue, one after the other; 100, 200 and 300 ms long, three times. */
async function film(name: 'dance.gif' | 'dance.webp'): Promise<string> {
  const frames = await Promise.all(
    colours.map((background) =>
      sharp({ create: { ...frame, channels: 3, background } })
        .raw()
        .toBuffer(),
    ),
  );
  const strip = {
    width: frame.width,
    height: frame.height * colours.length,
    channels: 3,
    pageHeight: frame.height,
  } as const;
  const image = sharp(Buffer.concat(frames), { raw: strip });
  const timing = { delay: [100, 200, 300], loop: 3 };
  const path = join(folder, name);
  await (name.endsWith('gif') ? image.gif(timing) : image.webp({ ...timing, lossless: true })).toFile(path);
  return path;
}

async function render(path: string, choose: (rendition: Rendition) => boolean): Promise<Rendered[]> {
  const image = await openImage(path);
  const made: Rendered[] = [];
  await renderImage(image, renditionsFor(image.facts).filter(choose), (rendered) => void made.push(rendered));
  return made;
}

const colourOf = async (data: Buffer, page: number) =>
  [...(await sharp(data, { page }).resize(1, 1).removeAlpha().raw().toBuffer())].map((value) =>
    Math.round(value / 255),
  );

describe.each(['dance.gif', 'dance.webp'] as const)('%s', (name) => {
  test('moves in one rendition, frame by frame, as long and as often as the original', async () => {
    const [made] = await render(await film(name), ({ purpose }) => purpose === 'animated');
    if (!made) throw new Error('nothing was made');
    expect(made).toMatchObject({ ...frame, mime: 'image/webp', bytes: made.data.length });
    expect(await sharp(made.data, { pages: -1 }).metadata()).toMatchObject({
      pages: 3,
      pageHeight: 40,
      delay: [100, 200, 300],
      loop: 3,
    });
    expect(await Promise.all([0, 1, 2].map((page) => colourOf(made.data, page)))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test('stands still, on its first frame, in all others, which come before', async () => {
    const made = await render(await film(name), ({ format }) => format !== 'avif');
    expect(made.map(({ rendition }) => rendition.purpose).indexOf('animated')).toBe(made.length - 1);
    for (const { data, rendition } of made.slice(0, -1)) {
      expect((await sharp(data).metadata()).pages ?? 1, rendition.purpose).toBe(1);
      expect(await colourOf(data, 0)).toEqual([1, 0, 0]);
    }
  });
});

test('an animation becomes smaller until it keeps to its bytes', async () => {
  const strip = Buffer.alloc(200 * 600 * 3);
  let state = 1;
  for (let at = 0; at < strip.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    strip[at] = state >>> 24;
  }
  const path = join(folder, 'grain.webp');
  await sharp(strip, { raw: { width: 200, height: 600, channels: 3, pageHeight: 200 } })
    .webp()
    .toFile(path);
  const image = await openImage(path);
  const [whole] = renditionsFor(image.facts).filter(({ purpose }) => purpose === 'animated');
  if (!whole) throw new Error('nothing to make');
  const tight: Rendition = { ...whole, placement: { how: 'animate', maxBytes: 10_000 } };
  const made: Rendered[] = [];
  await renderImage(image, [whole, tight], (rendered) => void made.push(rendered));
  expect(made[0]).toMatchObject({ width: 200, height: 200 });
  expect(made[0]?.bytes).toBeGreaterThan(10_000);
  expect(made[1]?.bytes).toBeLessThanOrEqual(10_000);
  expect(made[1]?.bytes).toBeGreaterThan(4_000);
  expect(await sharp(made[1]?.data, { pages: -1 }).metadata()).toMatchObject({ pages: 3, width: made[1]?.width });
});

test('frames beyond the limit are left out, however many a file has', async () => {
  const path = join(folder, 'endless.gif');
  await writeFile(path, gifOf(animationLimits.frames * 3));
  const [made] = await render(path, ({ purpose }) => purpose === 'animated');
  expect((await sharp(made?.data, { pages: -1 }).metadata()).pages).toBe(animationLimits.frames);
});

test('an animation cut short is shown as far as it goes, and refused when that is nothing', async () => {
  const path = await film('dance.gif');
  await truncate(path, 200);
  const made = await render(path, ({ purpose }) => purpose === 'animated' || purpose === 'card');
  for (const { data } of made) expect(await colourOf(data, 0)).toEqual([1, 0, 0]);
  await truncate(path, 40);
  await expect(inspectImage(path)).rejects.toMatchObject({ code: 'media_corrupt' });
});

test('an animated PNG is shown by its first frame', async () => {
  const red = await sharp({ create: { ...frame, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
  const path = join(folder, 'apng.png');
  await writeFile(path, apngOf(red));
  expect(await inspectImage(path, 'image/apng')).toMatchObject({ mime: 'image/png', frames: 1 });
  const [thumb] = await render(path, ({ purpose }) => purpose === 'thumb');
  expect(await colourOf(thumb?.data ?? Buffer.of(), 0)).toEqual([1, 0, 0]);
});

/** A PNG that says it is animated, with its one picture as the first of two frames and again as the second. */
function apngOf(png: Buffer): Buffer {
  const chunks: { name: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    chunks.push({
      name: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)),
    });
  const control = (sequence: number) => ({
    name: 'fcTL',
    data: bigEndian(sequence, frame.width, frame.height, 0, 0, 0x00_0a_00_64, 0).subarray(0, 26),
  });
  const pixels = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  const again = { name: 'fdAT', data: Buffer.concat([bigEndian(2), ...pixels]) };
  const header = chunks.filter(({ name }) => name === 'IHDR');
  const all = [
    ...header,
    { name: 'acTL', data: bigEndian(2, 0) },
    control(0),
    { name: 'IDAT', data: Buffer.concat(pixels) },
    control(1),
    again,
    { name: 'IEND', data: Buffer.of() },
  ];
  return Buffer.concat([
    png.subarray(0, 8),
    ...all.map(({ name, data }) => {
      const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
      return Buffer.concat([bigEndian(data.length), body, bigEndian(crc32(body))]);
    }),
  ]);
}

function bigEndian(...values: number[]): Buffer {
  const data = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) data.writeUInt32BE(value, at * 4);
  return data;
}

/** A GIF of a 4 × 4 canvas whose frames each draw one pixel, dark and light in turns. */
function gifOf(frames: number): Buffer {
  const head = Buffer.from([4, 0, 4, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const drawn = [0x44, 0x4c].map((code) =>
    Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, code, 0x01, 0]),
  );
  const body = Array.from({ length: frames }, (_, at) => drawn[at % 2] ?? Buffer.of());
  return Buffer.concat([Buffer.from('GIF89a'), head, ...body, Buffer.of(0x3b)]);
}
