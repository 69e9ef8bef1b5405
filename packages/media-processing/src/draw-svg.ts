// A program of its own, started by svg.ts for one SVG and killed when that takes too long. What is drawn is hostile until
// proven otherwise. It loads nothing but sharp: that halves its start, to 0.15 s of CPU.
import { readFile } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import { decodeRaw } from './decode.ts';
import type { SvgAnswer, SvgJob } from './svg.ts';

const job = JSON.parse(process.argv[2] ?? '') as SvgJob;

// The drawing has a thread to itself, so this one is free to watch it.
const watch = setInterval(() => {
  if (process.memoryUsage.rss() > job.memory) answer({ error: 'timeout: needs too much memory' });
}, 25);
// Not `process.exit`, which waits for the thread that draws.
const end = () => process.kill(process.pid, 'SIGKILL');
// This pipe closes with the process that asked, however that ended.
process.stdin.on('close', end).resume();

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
sharp.cache(false);
sharp.concurrency(job.threads);

// From memory only: from a path, the renderer would also read the files next to it that the drawing names.
const input = await readFile(job.path);
try {
  if (job.draw) {
    const { density, width, height } = job.draw;
    const { data, ...shape } = await decodeRaw(sharp(input, { ...job.options, density }), width, height);
    answer({ shape }, data);
  } else {
    const density = densityFor(await sharp(input, job.options).metadata());
    const drawing = sharp(input, { ...job.options, density });
    const { width, height, hasAlpha } = await drawing.metadata();
    if (job.trial)
      await drawing
        .resize({ ...job.trial, fit: 'inside', withoutEnlargement: true })
        .raw()
        .toBuffer();
    answer({ density, header: { width, height, hasAlpha } });
  }
} catch (error) {
  answer({ error: error instanceof Error ? error.message : String(error) });
}

function answer(answer: SvgAnswer, data: Uint8Array = Buffer.of()): void {
  clearInterval(watch);
  process.stdout.write(Buffer.concat([Buffer.from(`${JSON.stringify(answer)}\n`), data]), end);
}

/** Dots an inch at which a small drawing comes out as wide as wanted, within the limits; 72 leaves it as it is. */
function densityFor({ width, height }: Metadata): number {
  const scale = Math.min(job.width / width, job.side / (height + 1), Math.sqrt(job.pixels / (width * height)) * 0.99);
  return Math.min(100_000, 72 * Math.max(1, scale));
}
