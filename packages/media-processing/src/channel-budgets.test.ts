import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelKinds } from '@mobilise/contracts/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fitBytes } from './image.ts';
import { loadSharp, type SharpModule } from './sharp.ts';

let folder: string;
let sharp: SharpModule;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'budgets-'));
  sharp = await loadSharp();
  await Promise.all([
    grain().jpeg({ quality: 95 }).toFile(file('jpeg')),
    grain().png({ compressionLevel: 1 }).toFile(file('png')),
    grain().webp({ quality: 95, effort: 0 }).toFile(file('webp')),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

const formats = ['jpeg', 'png', 'webp'] as const;
const file = (format: string) => join(folder, `grain.${format}`);
const size = { width: 1800, height: 1200 };
/** What the publisher asks for at most. */
const room = { maxWidth: 2560, maxHeight: 2560, format: 'jpeg' as const };

/** As hard to compress as a picture can be: about 2.5 MB as a JPEG of quality 90. */
function grain() {
  const data = Buffer.alloc(size.width * size.height * 3);
  let state = 1;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = state >>> 24;
  }
  return sharp(data, { raw: { ...size, channels: 3 } });
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
