import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MediaError } from './errors.ts';
import { renderImage } from './image.ts';
import { inspectImage, openImage } from './inspect.ts';
import { renditionsFor } from './renditions.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

const saved = async (name: string, data: Uint8Array | string) => {
  await writeFile(join(folder, name), data);
  return join(folder, name);
};
const still = (width = 64, height = 48) =>
  sharp({
    create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  });

/** Everything but AVIF, which is slow and made of the same pixels. */
async function render(path: string): Promise<Buffer[]> {
  const image = await openImage(path);
  const made: Buffer[] = [];
  const quick = renditionsFor(image.facts).filter(({ format }) => format !== 'avif');
  await renderImage(image, quick, ({ data }) => void made.push(data));
  return made;
}

describe('a picture that says it is larger than it is', () => {
  const refusedAtOnce = async (path: string) => {
    const before = process.cpuUsage();
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: expect.stringMatching(/^media_(too_many_pixels|corrupt)$/),
    });
    // Unpacking it would take seconds of work, however busy the machine, and a gigabyte.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  };

  test('in the header of a WebP', async () => {
    const webp = await still().webp({ lossless: true }).toBuffer();
    // Width and height less one, 14 bits each, follow the signature byte 0x2f.
    const at = webp.indexOf('VP8L') + 9;
    webp.writeUInt32LE(((webp.readUInt32LE(at) & 0xf0_00_00_00) | (16_382 << 14) | 16_382) >>> 0, at);
    await refusedAtOnce(await saved('bomb.webp', webp));
  });

  test.each([
    [30_000, 30_000],
    [100_000, 2],
    [20_000, 2000],
  ])('in the boxes of an AVIF: %d × %d', async (width, height) => {
    const avif = await still().avif({ effort: 0 }).toBuffer();
    const at = avif.indexOf('ispe') + 8;
    avif.writeUInt32BE(width, at);
    avif.writeUInt32BE(height, at + 4);
    await refusedAtOnce(await saved('bomb.avif', avif));
  });

  test('in the screen and the frame of a GIF', async () => {
    const gif = await still().gif().toBuffer();
    // The frame's descriptor is a comma, its place (0, 0) and its size.
    const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 64, 0, 48, 0]));
    expect(frame).toBeGreaterThan(0);
    for (const at of [6, 8, frame + 5, frame + 7]) gif.writeUInt16LE(65_535, at);
    await refusedAtOnce(await saved('bomb.gif', gif));
  });

  test('in the frame of a JPEG', async () => {
    const jpeg = await still().jpeg().toBuffer();
    const at = jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 5;
    jpeg.writeUInt16BE(65_000, at);
    jpeg.writeUInt16BE(65_000, at + 2);
    await refusedAtOnce(await saved('bomb.jpg', jpeg));
  });
});

describe('a file of two kinds', () => {
  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)(
    'behind a %s is published without the other',
    async (format) => {
      const others = ['<html><script>alert(1)', 'PK\x03\x04evil.js', '%PDF-1.7 /JavaScript', '<?php system($_GET'];
      const picture = await still().toFormat(format).toBuffer();
      const path = await saved(`two.${format}`, Buffer.concat([picture, Buffer.from(others.join('\n'), 'latin1')]));
      for (const data of await render(path))
        for (const text of others) expect(data.includes(text, 0, 'latin1')).toBe(false);
    },
  );

  test('with HTML in its comments is published without it', async () => {
    const jpeg = await still().jpeg().toBuffer();
    const text = Buffer.from('<script>alert(1)</script>');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
    const path = await saved('comment.jpg', Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
    for (const data of await render(path)) expect(data.includes('script')).toBe(false);
  });

  test.each([
    ['HTML', '<html>'],
    ['a PDF', '%PDF-1.7\n'],
    ['a ZIP archive', 'PK\x03\x04'],
  ])('that begins as %s is refused, whatever it is called', async (_what, text) => {
    const path = await saved(
      'first.jpg',
      Buffer.concat([Buffer.from(text, 'latin1'), await still().jpeg().toBuffer()]),
    );
    await expect(inspectImage(path, 'image/jpeg')).rejects.toMatchObject({ code: 'media_type_mismatch' });
  });
});

test.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)(
  'a %s with bits turned over is refused in words or shown, in bounded time',
  async (format) => {
    const whole = await still().toFormat(format).toBuffer();
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    let refused = 0;
    for (let round = 0; round < 25; round += 1) {
      const damaged = Buffer.from(whole);
      for (let flips = 0; flips < 1 + round; flips += 1) {
        const at = random(damaged.length);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << random(8));
      }
      const path = await saved(`flipped-${round}.${format}`, damaged);
      const began = performance.now();
      const error = await inspectImage(path).catch((error: unknown) => error);
      expect(performance.now() - began).toBeLessThan(5000);
      if (!(error instanceof Error)) continue;
      refused += 1;
      expect(error).toBeInstanceOf(MediaError);
      expect((error as MediaError).detail).toMatch(/^This .*\.$/s);
    }
    expect(refused).toBeGreaterThan(0);
  },
);

test.each(['photo.jpg', 'photo.svg', 'photo'])('a file of no bytes called %s is refused', async (name) => {
  await expect(inspectImage(await saved(name, ''))).rejects.toMatchObject({ code: 'media_type_unsupported' });
});

test.each(['photo[n=-1].png', '-o.png', '..%2f..%2fetc%2fpasswd.png', "'; rm -rf .png", '%s%n.png'])(
  'a file called %s is read like any other',
  async (name) => {
    const path = await saved(name, await still().png().toBuffer());
    expect(await inspectImage(path)).toMatchObject({ width: 64, height: 48, frames: 1 });
  },
);

test('where a photo was taken, by whom and with what is in no file that is published', async () => {
  const secret = 'Ward 7, St Mary';
  const jpeg = await still(640, 480)
    .withExif({
      IFD0: { Artist: secret, Copyright: secret },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 48/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '1/1 32/1 0/1' },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>${secret}</creator></x:xmpmeta>`)
    .jpeg()
    .toBuffer();
  expect(jpeg.includes(secret)).toBe(true);
  const image = await openImage(await saved('ward.jpg', jpeg));
  await renderImage(image, renditionsFor(image.facts), async ({ data, rendition }) => {
    const { exif, xmp, iptc, icc } = await sharp(data).metadata();
    expect({ exif, xmp, iptc, icc }, rendition.format).toEqual({});
    for (const text of [secret, 'Exif\0', 'adobe:ns']) expect(data.includes(text)).toBe(false);
  });
});

describe('an SVG that refers to what lies elsewhere', () => {
  /** A server on this machine that counts who asks it, and a file beside the drawing. */
  async function drawn(text: (server: string, secret: string) => string, asked: string[] = []) {
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
    });
    server.on('connection', () => asked.push('a connection'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const secret = await saved(
      'secret.svg',
      `<svg ${ns} width="100" height="100"><rect width="100" height="100"/></svg>`,
    );
    try {
      const path = await saved('refers.svg', text(`http://127.0.0.1:${port}`, `file://${secret}`));
      const image = await openImage(path);
      const { data } = await image.decode({ width: 20, height: 20 });
      // Opaque and black is what the secret would be.
      const black = data.filter((_value, at) => at % 4 === 3 && (data[at] ?? 0) > 128).length;
      return { asked, black };
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }
  const ns = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  const svg = (inside: string, before = '') => `${before}<svg ${ns} width="100" height="100">${inside}</svg>`;

  const within = (server: string, secret: string) => `
    <image href="${server}/a.png" width="9" height="9"/><image href="${secret}" width="100" height="100"/>
    <use xlink:href="${server}/b.svg#x"/><use href="${secret}#x"/>
    <style>@import url("${server}/c.css"); rect { fill: url(${server}/d.svg#g) }</style>
    <rect width="9" height="9" fill="none" style="mask:url(${server}/e.svg#m)"/>
    <filter id="f"><feImage href="${server}/f.png"/><feImage href="${secret}"/></filter>
    <rect width="100" height="100" fill="none" filter="url(#f)"/>
    <foreignObject width="100" height="100"><body xmlns="http://www.w3.org/1999/xhtml"><img src="${server}/g.png"/></body></foreignObject>
    <script href="${server}/h.js"/><script>fetch("${server}/i")</script><g onload="fetch('${server}/j')"/>
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${secret}"/>
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${server}/k" parse="text"/>`;
  const embedded = (inside: string) => {
    const data = Buffer.from(svg(inside)).toString('base64');
    return `<image width="100" height="100" href="data:image/svg+xml;base64,${data}"/>`;
  };

  test.each<[string, (server: string, secret: string) => string]>([
    ['from within', (server, secret) => svg(within(server, secret))],
    ['from a drawing within it', (server, secret) => svg(embedded(embedded(within(server, secret))))],
    [
      'from before it',
      (server) => svg('', `<?xml-stylesheet href="${server}/f.css"?><!DOCTYPE svg SYSTEM "${server}/i.dtd">`),
    ],
  ])('%s asks for nothing, reads nothing and shows nothing of it', async (_where, text) => {
    expect(await drawn(text)).toEqual({ asked: [], black: 0 });
  });

  test('by entities is refused, and asks for nothing', async () => {
    const entities = (server: string, secret: string) =>
      `<!DOCTYPE svg [<!ENTITY a SYSTEM "${server}/a"><!ENTITY b SYSTEM "${secret}">]>`;
    const asked: string[] = [];
    await expect(
      drawn((server, secret) => svg('<text y="50">&a;</text>&b;', entities(server, secret)), asked),
    ).rejects.toMatchObject({ code: 'media_corrupt' });
    expect(asked).toEqual([]);
  });

  test('is seen by this test when it does show something', async () => {
    expect((await drawn(() => svg('<rect width="100" height="100"/>'))).black).toBe(400);
  });

  test('nor does a picture in it that is no picture do any harm', async () => {
    const nested = Buffer.from(await readFile(await saved('n.png', await still(9, 9).png().toBuffer()))).subarray(
      0,
      60,
    );
    const text = svg(`<image width="9" height="9" href="data:image/png;base64,${nested.toString('base64')}"/>`);
    expect(await drawn(() => text)).toEqual({ asked: [], black: 0 });
  });
});
