import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectImage } from './inspect.ts';
import { uploadLimits } from './limits.ts';
import { loadSharp, type SharpModule } from './sharp.ts';
import { sniff } from './sniff.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const saved = async (name: string, data: Uint8Array | string) => {
  await writeFile(file(name), data);
  return file(name);
};
const noise = (width: number, height: number): Sharp =>
  sharp({
    create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 50 } },
  });

const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>';

describe('sniff', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)(
    'knows %s by its content, from a path and from its first bytes',
    async (format) => {
      const path = file('no-ending');
      await noise(20, 20).toFormat(format).toFile(path);
      const expected = { mime: `image/${format}`, kind: 'image' };
      expect(await sniff(path)).toEqual(expected);
      expect(await sniff(await readFile(path))).toEqual(expected);
      expect(await sniff(path, `image/${format}`)).toEqual(expected);
      expect(await sniff(path, 'application/octet-stream')).toEqual(expected);
    },
  );

  test.each([
    ['bare', svg],
    ['after a declaration, a comment and a byte order mark', `\uFEFF<?xml version="1.0"?>\n<!-- <html> > -->${svg}`],
    [
      'after a document type with entities',
      `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [ <!ENTITY ns "http://a"> ]>${svg}`,
    ],
    ['with a prefix', '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="4" height="4"/>'],
  ])('knows SVG %s', async (_how, text) => {
    expect(await sniff(Buffer.from(text))).toEqual({ mime: 'image/svg+xml', kind: 'image' });
  });

  test('does not take a page that contains a drawing for a drawing', async () => {
    await expect(sniff(Buffer.from(`<html><body>${svg}</body></html>`))).rejects.toMatchObject({
      code: 'media_type_unsupported',
    });
    await expect(sniff(Buffer.from(`<!-- ${svg}`))).rejects.toMatchObject({ code: 'media_type_unsupported' });
  });

  test('decides quickly about a file made of nothing but comments', async () => {
    const before = process.cpuUsage();
    await expect(sniff(Buffer.from('<!---->'.repeat(9000)))).rejects.toMatchObject({ code: 'media_type_unsupported' });
    // By the work that it took: on a busy machine the clock says little.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  test('refuses text named .png: as a mismatch if it claims to be PNG, else as unknown', async () => {
    const path = await saved('notes.png', 'Minutes of the meeting');
    await expect(sniff(path, 'image/png')).rejects.toMatchObject({
      code: 'media_type_mismatch',
      detail: expect.stringContaining('PNG'),
    });
    await expect(sniff(path)).rejects.toMatchObject({ code: 'media_type_unsupported' });
  });

  test('refuses one accepted type under the name of another, and accepts other names of the same', async () => {
    const jpeg = await noise(9, 9).jpeg().toBuffer();
    await expect(sniff(jpeg, 'image/png')).rejects.toMatchObject({
      code: 'media_type_mismatch',
      detail: expect.stringContaining('JPEG'),
    });
    await expect(sniff(jpeg, 'text/html')).rejects.toMatchObject({ code: 'media_type_mismatch' });
    await expect(sniff(jpeg, 'image/jpg')).resolves.toMatchObject({ mime: 'image/jpeg' });
    await expect(sniff(jpeg, 'IMAGE/JPEG; charset=binary')).resolves.toMatchObject({ mime: 'image/jpeg' });
  });

  test.each(['image/heic', 'image/jpeg', undefined])(
    'tells the owner of a HEIC photo claimed as %s what to do',
    async (claimed) => {
      await expect(sniff(heic, claimed)).rejects.toMatchObject({
        code: 'media_type_unsupported',
        detail: expect.stringContaining('Export it as JPEG'),
      });
    },
  );

  test('refuses files of other kinds and empty ones', async () => {
    for (const content of ['%PDF-1.7\n', '', 'BM\b\0\0\0']) {
      await expect(sniff(Buffer.from(content))).rejects.toMatchObject({ code: 'media_type_unsupported' });
    }
  });
});

describe('inspectImage', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)('gives the facts of a %s', async (format) => {
    const path = file(`facts.${format}`);
    const { size } = await noise(60, 40).toFormat(format).toFile(path);
    const { hasAlpha, ...facts } = await inspectImage(path);
    expect(facts).toEqual({
      mime: `image/${format}`,
      width: 60,
      height: 40,
      frames: 1,
      orientationApplied: false,
      bytes: size,
    });
    expect(hasAlpha).toBe(false);
  });

  test.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('refuses a %s cut short as damaged', async (format) => {
    const path = file(`short.${format}`);
    const { size } = await noise(300, 200).toFormat(format).toFile(path);
    await truncate(path, Math.floor(size * 0.7));
    await expect(inspectImage(path)).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('refuses a header with nothing behind it as damaged', async () => {
    const path = await saved('stub.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
    await expect(inspectImage(path)).rejects.toMatchObject({ code: 'media_corrupt' });
  });

  test('refuses a decompression bomb by its header, before unpacking a pixel', async () => {
    const path = await saved('bomb.png', pngBomb(16_000, 16_000));
    const before = process.cpuUsage();
    await expect(inspectImage(path)).rejects.toMatchObject({ code: 'media_too_many_pixels' });
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });

  test('refuses a picture with one absurd side', async () => {
    const path = await saved('ribbon.png', pngBomb(uploadLimits.side + 1, 1));
    await expect(inspectImage(path)).rejects.toMatchObject({ code: 'media_too_many_pixels' });
  });

  test('refuses more bytes than allowed without reading them', async () => {
    const path = await saved('huge.png', '');
    await truncate(path, uploadLimits.bytes + 1);
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: 'media_too_large',
      detail: expect.stringContaining('50 MB'),
    });
  });

  test('counts the frames of an animation', async () => {
    const path = file('dance.gif');
    await noise(30, 80).gif().toFile(file('strip.gif'));
    const strip = await noise(30, 80).raw().toBuffer();
    await sharp(strip, { raw: { width: 30, height: 80, channels: 3, pageHeight: 20 } })
      .gif()
      .toFile(path);
    expect(await inspectImage(path, 'image/gif')).toMatchObject({ width: 30, height: 20, frames: 4 });
  });

  test('refuses an animation of too many frames for its size', async () => {
    const frames = Math.floor(uploadLimits.animationPixels / (2000 * 2000)) + 1;
    const path = await saved('long.gif', gifOf(2000, 2000, frames));
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: 'media_too_many_pixels',
      detail: expect.stringContaining('animation'),
    });
    expect(await inspectImage(await saved('fair.gif', gifOf(50, 40, frames)))).toMatchObject({ frames });
  });

  test.each([
    [
      'an entity bomb',
      `<!DOCTYPE svg [<!ENTITY a "${'a'.repeat(99)}">${['b', 'c', 'd', 'e', 'f'].map((name, at) => `<!ENTITY ${name} "${`&${'abcde'[at]};`.repeat(20)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&f;</text></svg>`,
      'media_corrupt',
    ],
    ['broken markup', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect', 'media_corrupt'],
    [
      'a vast canvas',
      '<svg xmlns="http://www.w3.org/2000/svg" width="900000" height="900000"/>',
      'media_too_many_pixels',
    ],
  ])('refuses an SVG with %s', async (_what, text, code) => {
    await expect(inspectImage(await saved('bad.svg', text))).rejects.toMatchObject({ code });
  });

  test.each([
    [24, 24],
    [10, 3000],
    [3000, 10],
    [1, 1],
    [4000, 3000],
  ])('draws an SVG of %d × %d within the limits, in its own shape', async (width, height) => {
    const facts = await inspectImage(
      await saved('shape.svg', `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`),
    );
    expect(facts.width).toBeGreaterThanOrEqual(width);
    expect(Math.max(facts.width, facts.height)).toBeLessThanOrEqual(uploadLimits.side);
    expect(Math.abs(facts.width - (facts.height / height) * width)).toBeLessThanOrEqual(Math.max(1, width / height));
  });

  test('says when the file is gone', async () => {
    await expect(inspectImage(file('never-was.png'))).rejects.toMatchObject({ code: 'media_missing' });
  });

  test('leaves formats outside the list blocked in the decoder itself', async () => {
    await saved('scan.ppm', 'P6 1 1 255\nabc');
    await expect(sharp(file('scan.ppm')).metadata()).rejects.toThrow('unsupported image format');
    await saved('drawing.svg', svg);
    await expect(sharp(file('drawing.svg')).metadata()).rejects.toThrow('unsupported image format');
  });
});

/** A black, well-formed PNG of one bit a pixel: a few kilobytes for any size. */
function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.of()),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A GIF whose canvas is large and whose frames each draw one pixel. */
function gifOf(width: number, height: number, frames: number): Buffer {
  const screen = Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0]);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    screen,
    ...Array.from({ length: frames }, () => frame),
    Buffer.of(0x3b),
  ]);
}
