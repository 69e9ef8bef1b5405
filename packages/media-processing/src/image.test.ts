import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thumbHashToApproximateAspectRatio } from 'thumbhash';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Rendered, renderImage, thumbhash } from './image.ts';
import { inspectImage, openImage } from './inspect.ts';
import { type Rendition, renditionsFor } from './renditions.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
  sharp = await loadSharp();
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const saved = async (name: string, data: Uint8Array | string) => {
  await writeFile(file(name), data);
  return file(name);
};

/** Left half red, right half blue. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#0000ff' } }, left: width / 2, top: 0 },
  ]);

async function render(path: string, renditions: readonly Rendition[]): Promise<Rendered[]> {
  const made: Rendered[] = [];
  await renderImage(await openImage(path), renditions, (rendered) => void made.push(rendered));
  return made;
}

async function pixel(data: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(data).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

/** Which of white, red and blue a pixel is, through lossy compression. */
async function colour(data: Buffer, left: number, top: number): Promise<string> {
  const [red = 0, green = 0, blue = 0] = await pixel(data, left, top);
  if (red > 200 && green > 200 && blue > 200) return 'white';
  if (red > 200 && green < 60 && blue < 60) return 'red';
  if (red < 60 && green < 60 && blue > 200) return 'blue';
  return `${red}, ${green}, ${blue}`;
}

describe('renderImage', () => {
  test('makes every rendition at its stated size and in its format, AVIF last', async () => {
    const path = file('photo.jpg');
    await halves(1400, 1000).jpeg().toFile(path);
    const wanted = renditionsFor({ width: 1400, height: 1000 });
    const made = await render(path, wanted);
    expect(made.map(({ rendition }) => rendition)).toEqual(expect.arrayContaining(wanted));
    expect(made).toHaveLength(wanted.length);
    for (const { rendition, data, mime, bytes, width, height } of made) {
      const { format, ...facts } = await sharp(data).metadata();
      expect(mime).toBe(`image/${rendition.format}`);
      expect(format).toBe(rendition.format === 'avif' ? 'heif' : rendition.format);
      expect({ width, height, bytes }).toEqual({
        width: rendition.width,
        height: rendition.height,
        bytes: data.length,
      });
      expect({ width: facts.width, height: facts.height }).toEqual({ width, height });
    }
    const formats = made.map(({ rendition }) => rendition.format);
    expect(formats.indexOf('avif')).toBeGreaterThan(formats.lastIndexOf('webp'));
    expect(formats.indexOf('avif')).toBeGreaterThan(formats.lastIndexOf('jpeg'));
  });

  test('turns the picture upright and strips EXIF, with its GPS position, from every format', async () => {
    const path = file('phone.jpg');
    await halves(800, 400)
      .withExif({
        IFD0: { Orientation: '6', Artist: 'A. Nurse' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 48/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(path);
    expect((await sharp(path).metadata()).exif?.includes('A. Nurse')).toBe(true);
    const facts = await inspectImage(path);
    expect(facts).toMatchObject({ width: 400, height: 800, orientationApplied: true });
    for (const { rendition, data } of await render(path, renditionsFor(facts))) {
      const made = await sharp(data).metadata();
      expect({ exif: made.exif, xmp: made.xmp, iptc: made.iptc }, rendition.format).toEqual({});
      expect(data.includes('A. Nurse')).toBe(false);
      expect(made.orientation ?? 1).toBe(1);
      if (rendition.purpose !== 'responsive' || rendition.format !== 'jpeg') continue;
      // A quarter turn clockwise takes the left half to the top.
      expect(await colour(data, rendition.width / 2, 20)).toBe('red');
      expect(await colour(data, rendition.width / 2, rendition.height - 20)).toBe('blue');
    }
  });

  test('pads an infographic on white and shows all of it', async () => {
    const path = file('infographic.png');
    await halves(600, 1200).png().toFile(path);
    const [card] = await render(path, only('card', renditionsFor({ width: 600, height: 1200 }, { fit: 'pad' })));
    const data = card?.data ?? Buffer.of();
    expect([card?.width, card?.height]).toEqual([1200, 630]);
    const row = await Promise.all([100, 460, 740, 1100].map((left) => colour(data, left, 315)));
    expect(row).toEqual(['white', 'red', 'blue', 'white']);
    expect(await colour(data, 460, 3)).toBe('red');
    expect(await colour(data, 740, 626)).toBe('blue');
  });

  test('crops around the focal point', async () => {
    const path = file('wide.png');
    await halves(2400, 600).png().toFile(path);
    for (const [x, expected] of [
      [0.1, 'red'],
      [0.9, 'blue'],
    ] as const) {
      const renditions = renditionsFor({ width: 2400, height: 600 }, { focalPoint: { x, y: 0.5 } });
      for (const { data, width, height } of await render(path, [
        ...only('card', renditions),
        ...only('thumb', renditions),
      ])) {
        expect(await colour(data, 2, 2)).toBe(expected);
        expect(await colour(data, width - 3, height - 3)).toBe(expected);
      }
    }
  });

  test('crops where a person chose to, whatever the focal point, and makes artwork of it in RGB', async () => {
    const path = file('chosen.png');
    await halves(4000, 1500).png().toFile(path);
    const right = { x: 0.6, y: 0, width: 0.4, height: 1 };
    const crops = { square: right, artwork: right };
    const focalPoint = { x: 0.1, y: 0.5 };
    const renditions = renditionsFor({ width: 4000, height: 1500 }, { focalPoint, crops, artwork: true });
    const made = await render(path, [...only('square', renditions), ...only('artwork', renditions)]);
    expect(made.map(({ width, height }) => [width, height])).toEqual([
      [1080, 1080],
      [1500, 1500],
    ]);
    for (const { data, width, height } of made) {
      expect(await sharp(data).metadata()).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3 });
      expect(await colour(data, 2, 2)).toBe('blue');
      expect(await colour(data, width - 3, height - 3)).toBe('blue');
    }
  });

  test('keeps transparency in WebP and AVIF, and lays it on white in JPEG', async () => {
    const path = file('logo.png');
    await sharp({ create: { width: 200, height: 200, channels: 4, background: '#ff000000' } })
      .png()
      .toFile(path);
    for (const { rendition, data } of await render(
      path,
      only('responsive', renditionsFor({ width: 200, height: 200 })),
    )) {
      if (rendition.format === 'jpeg') expect(await colour(data, 100, 100)).toBe('white');
      else expect((await pixel(data, 100, 100))[3]).toBe(0);
    }
  });

  test.each([
    ['CMYK', 'cmyk.jpg', 'cmyk'],
    ['16-bit', 'deep.png', 'rgb16'],
    ['grey', 'grey.png', 'b-w'],
  ])('brings %s pictures to 8-bit sRGB', async (_name, name, space) => {
    // Composition has added an opaque alpha channel.
    const source = halves(64, 64).removeAlpha().toColourspace(space);
    await (name.endsWith('jpg') ? source.jpeg() : source.png()).toFile(file(name));
    const made = await render(file(name), only('responsive', renditionsFor({ width: 64, height: 64 })));
    expect(made).toHaveLength(3);
    for (const { data } of made)
      expect(await sharp(data).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 });
  });

  test('stops between renditions when called off, and makes nothing when already called off', async () => {
    const path = file('stop.png');
    await halves(400, 400).png().toFile(path);
    const renditions = renditionsFor({ width: 400, height: 400 });
    const stop = new AbortController();
    const made: Rendered[] = [];
    const running = renderImage(
      await openImage(path),
      renditions,
      (rendered) => {
        made.push(rendered);
        stop.abort(new Error('shutting down'));
      },
      { signal: stop.signal },
    );
    await expect(running).rejects.toThrow('shutting down');
    expect(made).toHaveLength(1);
    await expect(
      renderImage(
        await openImage(path),
        renditions,
        () => {
          throw new Error('made one');
        },
        { signal: AbortSignal.abort() },
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('waits for each rendition to be taken, and stops at a failure to take it', async () => {
    const path = file('taken.png');
    await halves(400, 400).png().toFile(path);
    let calls = 0;
    const running = renderImage(await openImage(path), renditionsFor({ width: 400, height: 400 }), async () => {
      calls += 1;
      throw new Error('disk full');
    });
    await expect(running).rejects.toThrow('disk full');
    expect(calls).toBe(1);
  });
});

describe('SVG', () => {
  test('is drawn large enough to use and published as pixels only', async () => {
    const path = await saved(
      'icon.svg',
      '<?xml version="1.0"?><!-- icon --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"><script>alert(1)</script><rect width="12" height="12" fill="#f00"/></svg>',
    );
    const facts = await inspectImage(path, 'image/svg+xml');
    expect(facts).toMatchObject({ mime: 'image/svg+xml', width: 1920, height: 960, hasAlpha: true });
    const made = await render(path, only('responsive', renditionsFor(facts)));
    expect(new Set(made.map(({ mime }) => mime))).toEqual(new Set(['image/jpeg', 'image/webp', 'image/avif']));
    const largest = made.find(({ rendition, width }) => rendition.format === 'jpeg' && width === 1920);
    expect(await colour(largest?.data ?? Buffer.of(), 500, 480)).toBe('red');
    expect(await colour(largest?.data ?? Buffer.of(), 1500, 480)).toBe('white');
  });

  test.each([
    ['beside it', (name: string) => name],
    ['by its full path', (name: string) => `file://${file(name)}`],
  ])('does not read a file %s', async (_where, reference) => {
    await sharp({ create: { width: 10, height: 10, channels: 3, background: '#ff0000' } })
      .png()
      .toFile(file('secret.png'));
    const drawing = (href: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><image href="${href}" width="100" height="100"/></svg>`;
    const shown = async (href: string) => {
      const [first] = await render(
        await saved('drawing.svg', drawing(href)),
        only('card', renditionsFor({ width: 1920, height: 1920 })),
      );
      return colour(first?.data ?? Buffer.of(), 600, 300);
    };
    expect(await shown(reference('secret.png'))).toBe('white');
    // The same picture embedded is drawn, so a white one above means that the file was not read.
    expect(await shown(`data:image/png;base64,${(await readFile(file('secret.png'))).toString('base64')}`)).toBe('red');
  });
});

describe('thumbhash', () => {
  test('is a short base64 text that remembers the shape', async () => {
    const path = file('shape.png');
    await halves(1200, 600).png().toFile(path);
    const hash = await thumbhash(await openImage(path));
    expect(hash).toMatch(/^[A-Za-z0-9+/]{20,40}={0,2}$/);
    expect(thumbHashToApproximateAspectRatio(Buffer.from(hash, 'base64'))).toBeCloseTo(2, 0);
    expect(await thumbhash(await openImage(path))).toBe(hash);
  });
});

describe('a file that breaks after it was inspected', () => {
  test('fails as damaged, and as missing once gone', async () => {
    const path = file('later.jpg');
    await halves(1000, 1000).jpeg().toFile(path);
    const renditions = renditionsFor(await inspectImage(path));
    await truncate(path, Math.floor((await stat(path)).size / 2));
    await expect(render(path, renditions)).rejects.toMatchObject({ code: 'media_corrupt' });
    await rm(path);
    await expect(render(path, renditions)).rejects.toMatchObject({ code: 'media_missing' });
  });
});

function only(purpose: Rendition['purpose'], renditions: readonly Rendition[]): Rendition[] {
  return renditions.filter((rendition) => rendition.purpose === purpose);
}
