import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderImage } from './image.ts';
import { inspectImage, openImage } from './inspect.ts';
import { renditionsFor } from './renditions.ts';
import { loadSharp } from './sharp.ts';
import type { SvgJob } from './svg.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svg-'));
});
afterAll(() => rm(folder, { recursive: true }));

const saved = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const svg = (size: string, inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inside}</svg>`;

const ordinary = svg('viewBox="0 0 24 12"', '<rect width="12" height="12" fill="#f00"/>');
const filters = svg(
  'width="20000" height="2400"',
  `<filter id="f" x="0" y="0" width="1" height="1"><feTurbulence baseFrequency="0.01" numOctaves="1000"/>${'<feGaussianBlur stdDeviation="500"/>'.repeat(50)}${'<feMorphology radius="2000"/>'.repeat(20)}</filter><rect width="100%" height="100%" filter="url(#f)"/>`,
);
const nested = svg(
  'width="100" height="100"',
  `<defs><rect id="l0" width="9" height="9"/>${Array.from({ length: 11 }, (_, at) => `<g id="l${at + 1}">${`<use href="#l${at}"/>`.repeat(10)}</g>`).join('')}</defs><use href="#l11"/>`,
);
const hostile: [string, string][] = [
  ['filters upon filters', filters],
  ['nested references', nested],
];

/** Children of this process that have not ended. */
const children = () => process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length;
afterEach(() => vi.waitFor(() => expect(children()).toBe(0), { timeout: 10_000 }));

const seconds = async (work: Promise<unknown>) => {
  const began = performance.now();
  await work;
  return (performance.now() - began) / 1000;
};

describe.each(hostile)('an SVG of %s', (name, text) => {
  test('is refused when it is inspected, at the limit, while other pictures go on', async () => {
    const path = await saved(`${name}.svg`, text);
    let refused = 0;
    const inspecting = Array.from({ length: 4 }, () =>
      expect(inspectImage(path, 'image/svg+xml', { svgSeconds: 1 }))
        .rejects.toMatchObject({ code: 'media_timeout', detail: expect.stringContaining('took too long') })
        .then(() => {
          refused += 1;
        }),
    );
    const photo = join(folder, 'photo.jpg');
    const sharp = await loadSharp();
    await sharp({ create: { width: 800, height: 600, channels: 3, background: '#0f766e' } }).toFile(photo);
    expect(await inspectImage(photo)).toMatchObject({ width: 800 });
    expect(refused).toBeLessThan(4);
    // Two at a time, so the four take two limits and what it takes to start.
    expect(await seconds(Promise.all(inspecting))).toBeLessThan(8);
  });

  test('is given up at the limit when it is rendered, and what comes after it is not late', async () => {
    const path = await saved(`${name}.svg`, text);
    const all = async () => {
      const image = await openImage(path, undefined, { svgSeconds: 1.5 });
      await renderImage(image, renditionsFor(image.facts), () => undefined);
    };
    expect(await seconds(expect(all()).rejects.toMatchObject({ code: 'media_timeout' }))).toBeLessThan(5);
    expect(await inspectImage(await saved('ordinary.svg', ordinary))).toMatchObject({ width: 1920, height: 960 });
  });
});

test('an abort ends the drawing', async () => {
  const image = await openImage(await saved('filters.svg', filters));
  const leaving = new AbortController();
  const running = image.decode({ width: 5250, height: 630 }, leaving.signal);
  await vi.waitFor(() => expect(children()).toBe(1), { timeout: 10_000 });
  leaving.abort(new Error('shutting down'));
  await expect(running).rejects.toThrow('shutting down');
});

test('an SVG has one limit for all its drawings', async () => {
  const image = await openImage(await saved('ordinary.svg', ordinary), undefined, { svgSeconds: 3 });
  const draw = async () => {
    for (;;) await image.decode({ width: 16, height: 8 });
  };
  expect(await seconds(expect(draw()).rejects.toMatchObject({ code: 'media_timeout' }))).toBeLessThan(6);
});

test('this process itself cannot decode SVG', async () => {
  const sharp = await loadSharp();
  await expect(sharp(Buffer.from(ordinary)).metadata()).rejects.toThrow('unsupported image format');
});

describe('the program that draws', () => {
  const start = async (text: string, memory: number) => {
    const path = await saved('job.svg', text);
    const bounds = { memory, width: 1920, side: 30_000, pixels: 50_000_000 };
    const job: SvgJob = { path, options: {}, threads: 1, ...bounds, trial: { width: 1920, height: 1920 } };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'draw-svg.ts'), JSON.stringify(job)]);
    return {
      child,
      answer: Array.fromAsync(child.stdout).then((chunks) => chunks.join('')),
      closed: once(child, 'close'),
    };
  };

  test('ends when whoever asked is gone, however much is left to draw', async () => {
    const { child, answer, closed } = await start(nested, 2 ** 40);
    child.stdin.end();
    await closed;
    expect(await answer).toBe('');
  });

  test('gives up when it needs too much memory', async () => {
    const { answer, closed } = await start(nested, 2 ** 20);
    await closed;
    expect(JSON.parse(await answer)).toEqual({ error: expect.stringMatching(/^timeout: .*memory/) });
  });
});
