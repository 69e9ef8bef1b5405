import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelKinds } from '@mobilise/contracts/channels';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitBytes } from './image.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'budgets-'));
  sharp = await loadSharp();
  await Promise.all([
    grain(size.width, size.height).jpeg({ quality: 95 }).toFile(file('jpeg')),
    grain(size.width, size.height).png({ compressionLevel: 1 }).toFile(file('png')),
    grain(size.width, size.height).webp({ quality: 95, effort: 0 }).toFile(file('webp')),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

const formats = ['jpeg', 'png', 'webp'] as const;
const file = (format: string) => join(folder, `grain.${format}`);
/** About 2.5 MB as a JPEG of quality 90. */
const size = { width: 1800, height: 1200 };
/** What the publisher asks for at most. */
const room = { maxWidth: 2560, maxHeight: 2560, format: 'jpeg' as const };

/** As hard to compress as a picture can be, and the same at every run. */
function grain(width: number, height: number) {
  const data = Buffer.alloc(width * height * 3);
  let state = 1;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Channels that take pictures, by what one of them may weigh; each with another kind of original. */
const budgets = Object.values(channelKinds)
  .flatMap(({ label, limits }) => (limits.images ? [{ label, maxBytes: limits.images.bytes }] : []))
  .map((budget, at) => ({ ...budget, original: formats[at % formats.length] ?? 'png' }));

test.each(budgets)('$label gets a picture of at most $maxBytes bytes from a large $original', async (budget) => {
  const { maxBytes, original } = budget;
  const { data, width, height } = await fitBytes(file(original), { ...room, maxBytes });
  expect(data.length).toBeLessThanOrEqual(maxBytes);
  expect(await sharp(data).metadata()).toMatchObject({ format: 'jpeg', width, height });
  // The room there is gets used: no picture is made tiny for fear of the limit.
  expect(data.length > maxBytes / 2 || width === size.width).toBe(true);
});

test('there are channels with budgets to test', () => {
  expect(budgets.length).toBeGreaterThan(4);
});

describe('fitBytes', () => {
  test.each([300_000, 100_000, 20_000])(
    'brings a picture under %d bytes, the same way every time',
    async (maxBytes) => {
      const path = file('small');
      await grain(800, 600).png().toFile(path);
      const fitted = await fitBytes(path, { ...room, maxBytes });
      expect(fitted.data.length).toBeLessThanOrEqual(maxBytes);
      expect(await sharp(fitted.data).metadata()).toMatchObject({
        format: 'jpeg',
        width: fitted.width,
        height: fitted.height,
      });
      expect(fitted.width / fitted.height).toBeCloseTo(4 / 3, 1);
      expect((await fitBytes(path, { ...room, maxBytes })).data.equals(fitted.data)).toBe(true);
    },
  );

  test('uses the room there is: a larger budget never gives a smaller file', async () => {
    const path = file('small');
    await grain(800, 600).png().toFile(path);
    const sizes: number[] = [];
    for (const maxBytes of [50_000, 200_000, 400_000, 2_000_000])
      sizes.push((await fitBytes(path, { ...room, maxBytes })).data.length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBeGreaterThan(2);
  });

  test('stays within the width and height, enlarges nothing and flattens on white', async () => {
    const path = file('clear');
    await sharp({ create: { width: 600, height: 300, channels: 4, background: '#00000000' } })
      .png()
      .toFile(path);
    const fitted = await fitBytes(path, { maxBytes: 2_000_000, maxWidth: 200, maxHeight: 200, format: 'jpeg' });
    expect(fitted).toMatchObject({ width: 200, height: 100, mime: 'image/jpeg' });
    const [red = 0, green = 0, blue = 0] = await sharp(fitted.data).raw().toBuffer();
    expect(Math.min(red, green, blue)).toBeGreaterThan(250);
    expect(await fitBytes(path, { ...room, maxBytes: 2_000_000 })).toMatchObject({ width: 600, height: 300 });
  });

  test('says so when the budget cannot be met', async () => {
    const path = file('small');
    await grain(800, 600).png().toFile(path);
    await expect(fitBytes(path, { ...room, maxBytes: 100 })).rejects.toMatchObject({ code: 'media_over_budget' });
  });
});
